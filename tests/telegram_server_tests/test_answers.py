"""Answers to callback, inline and guest queries."""

from __future__ import annotations

import pytest

from tests.telegram_server import TelegramServer
from tests.telegram_server.people import USER
from tests.telegram_server_tests.conftest import Api
from tests.telegram_server_tests.samples import article, keyboard

pytestmark = pytest.mark.asyncio
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
BUTTON = {"text": "a", "callback_data": "b"}
NOT_ONE = "exactly one optional field of the inline query results button must be used"


async def pressed(api: Api) -> str:
    message = await api.text("x", reply_markup=keyboard(BUTTON))
    update = api.server.updates.callback(message, "b")
    api.server.push(update)
    return str(update["callback_query"]["id"])


def asked(server: TelegramServer) -> str:
    update = server.updates.inline_query("q")
    server.push(update)
    return str(update["inline_query"]["id"])


async def test_callback_is_answered_once(api: Api) -> None:
    query = await pressed(api)
    assert await api.error("answerCallbackQuery", callback_query_id="1") == TOO_OLD
    assert await api.result("answerCallbackQuery", callback_query_id=query, text="x" * 200)
    assert await api.error("answerCallbackQuery", callback_query_id=query) == TOO_OLD


async def test_expired_callback(api: Api, server: TelegramServer) -> None:
    query = await pressed(api)
    server.state.queries[query].expired = True
    assert await api.error("answerCallbackQuery", callback_query_id=query) == TOO_OLD


async def test_callback_text_and_address(api: Api) -> None:
    query = await pressed(api)
    error = await api.error("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert error == "Bad Request: MESSAGE_TOO_LONG"
    assert await api.error("answerCallbackQuery", callback_query_id=query, url="x") == "Bad Request: URL_INVALID"
    assert await api.error("answerCallbackQuery", callback_query_id=query, cache_time=-1)
    assert await api.result("answerCallbackQuery", callback_query_id=query)


async def test_inline_is_answered_once_and_only_as_inline(api: Api, server: TelegramServer) -> None:
    query = asked(server)
    assert await api.error("answerCallbackQuery", callback_query_id=query) == TOO_OLD
    assert await api.result("answerInlineQuery", inline_query_id=query, results=[])
    assert await api.error("answerInlineQuery", inline_query_id=query, results=[]) == TOO_OLD
    assert await api.error("answerInlineQuery", inline_query_id="1", results=[]) == TOO_OLD


async def test_fifty_results(api: Api, server: TelegramServer) -> None:
    many = [article(str(number)) for number in range(51)]
    query = asked(server)
    error = await api.error("answerInlineQuery", inline_query_id=query, results=many)
    assert error == "Bad Request: RESULTS_TOO_MUCH"
    assert await api.result("answerInlineQuery", inline_query_id=query, results=many[:50])


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([article("1"), article("1")], "RESULT_ID_DUPLICATE"),
        ([article("")], "RESULT_ID_INVALID"),
        ([article("x" * 65)], "RESULT_ID_INVALID"),
        ([article("ә" * 33)], "RESULT_ID_INVALID"),
        ([article(title=" ")], "RESULT_TITLE_INVALID"),
        ([article(text=" ")], "message text is empty"),
        ([article(text="x" * 4097)], "message is too long"),
        ([article(text="<b>")], "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ([article(url="x")], "can't parse inline query result: url is not a valid URL"),
        ([article(thumbnail_url="x")], "can't parse inline query result: thumbnail_url is not a valid URL"),
        ([article(reply_markup=keyboard({"text": "a", "callback_data": "x" * 65}))], "BUTTON_DATA_INVALID"),
        ([{"type": "photo", "id": "1", "photo_file_id": "x"}], "wrong file identifier/HTTP URL specified"),
        ([{"type": "photo", "id": "1", "photo_url": "https://a.kz", "thumbnail_url": "https://a.kz",
           "caption": "x" * 1025}], "message caption is too long"),
    ],
)  # fmt: skip
async def test_bad_results(api: Api, server: TelegramServer, results: list[object], reason: str) -> None:
    error = await api.error("answerInlineQuery", inline_query_id=asked(server), results=results)
    assert error == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"cache_time": -1}, "cache_time must not be negative"),
        ({"button": {"text": "a", "start_parameter": ""}}, "START_PARAM_INVALID"),
        ({"button": {"text": "a", "start_parameter": "x" * 65}}, "START_PARAM_INVALID"),
        ({"button": {"text": "a", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        ({"button": {"text": " ", "start_parameter": "a"}}, "BUTTON_TEXT_INVALID"),
        ({"button": {"text": "a"}}, NOT_ONE),
        ({"button": {"text": "a", "web_app": {"url": "x"}}}, "BUTTON_URL_INVALID"),
    ],
)  # fmt: skip
async def test_bad_answers(api: Api, server: TelegramServer, params: dict[str, object], reason: str) -> None:
    error = await api.error("answerInlineQuery", inline_query_id=asked(server), results=[], **params)
    assert error == f"Bad Request: {reason}"


async def test_good_button(api: Api, server: TelegramServer) -> None:
    button = {"text": "a", "start_parameter": "Aa0_-" + "x" * 59}
    params = {
        "inline_query_id": asked(server),
        "results": [article()],
        "button": button,
        "next_offset": "x" * 64,
    }
    assert await api.result("answerInlineQuery", **params)


async def test_guest_query(api: Api, server: TelegramServer) -> None:
    update = server.updates.guest_text("@the_test_bot hi")
    server.push(update)
    query = update["guest_message"]["guest_query_id"]
    sent = await api.result("answerGuestQuery", guest_query_id=query, result=article(text="x"))
    assert await api.result("editMessageText", inline_message_id=sent["inline_message_id"], text="y")
    assert await api.error("answerGuestQuery", guest_query_id=query, result=article()) == TOO_OLD


async def test_prepared_message(api: Api) -> None:
    params = {"user_id": USER["id"], "result": article()}
    assert await api.error("savePreparedInlineMessage", **params) == "Bad Request: PEER_TYPES_INVALID"
    params["user_id"] = 5
    error = await api.error("savePreparedInlineMessage", **params, allow_group_chats=True)
    assert error == "Bad Request: user not found"
