"""Keyboards: kinds of buttons, their data, their number."""

from __future__ import annotations

import pytest

from tests.telegram_server.people import CHANNEL, GROUP, USER
from tests.telegram_server_tests.conftest import Api
from tests.telegram_server_tests.samples import keyboard

pytestmark = pytest.mark.asyncio
DATA = {"text": "a", "callback_data": "b"}
HTTPS = {"url": "https://a.kz"}
TWO_ACTIONS = "can't parse inline keyboard button: exactly one optional field must be used, found callback_data, url"


@pytest.mark.parametrize(
    "action",
    [
        {"callback_data": "x" * 64},
        {"callback_data": "ә" * 32},
        {"url": "https://a.kz/x?y=1"},
        {"url": "tg://user?id=1"},
        {"web_app": HTTPS},
        {"login_url": HTTPS},
        {"switch_inline_query": ""},
        {"switch_inline_query": "x"},
        {"switch_inline_query_current_chat": "x"},
        {"switch_inline_query_chosen_chat": {"query": "x", "allow_user_chats": True}},
        {"copy_text": {"text": "x" * 256}},
        {"callback_data": "x", "style": "primary", "icon_custom_emoji_id": "1"},
    ],
)
async def test_good_buttons(api: Api, action: dict[str, object]) -> None:
    markup = keyboard({"text": "a"} | action)
    assert (await api.text("x", reply_markup=markup))["reply_markup"] == markup


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (DATA | {"callback_data": ""}, "BUTTON_DATA_INVALID"),
        (DATA | {"callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        (DATA | {"callback_data": "ә" * 33}, "BUTTON_DATA_INVALID"),
        (DATA | {"text": " "}, 'can\'t parse inline keyboard button: Field "text" must be non-empty'),
        ({"text": "a"},
         "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (DATA | HTTPS, TWO_ACTIONS),
        ({"text": "a", "url": "a.kz"}, "inline keyboard button URL 'a.kz' is invalid: Wrong HTTP URL"),
        ({"text": "a", "web_app": {"url": "http://a.kz"}},
         "inline keyboard button URL 'http://a.kz' is invalid: Only HTTPS links are allowed"),
        ({"text": "a", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "a", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "a", "pay": True}, "BUTTON_TYPE_INVALID"),
        ({"text": "a", "callback_game": {}}, "BUTTON_TYPE_INVALID"),
    ],
)  # fmt: skip
async def test_bad_buttons(api: Api, button: dict[str, object], reason: str) -> None:
    assert await api.text_error("x", reply_markup=keyboard(button)) == f"Bad Request: {reason}"


async def test_web_apps_open_only_from_private_chats(api: Api) -> None:
    markup = keyboard({"text": "a", "web_app": HTTPS})
    error = await api.error("sendMessage", chat_id=GROUP["id"], text="x", reply_markup=markup)
    assert error == "Bad Request: BUTTON_TYPE_INVALID"


async def test_at_most_a_hundred_buttons(api: Api) -> None:
    await api.text("x", reply_markup={"inline_keyboard": [[DATA] * 5] * 20})
    for name in ("inline_keyboard", "keyboard"):
        rows = [[DATA] * 5] * 20 + [[DATA]] if name == "inline_keyboard" else [["a"] * 101]
        assert await api.text_error("x", reply_markup={name: rows}) == "Bad Request: REPLY_MARKUP_TOO_LONG"


async def test_empty_inline_keyboard_is_none(api: Api) -> None:
    assert "reply_markup" not in await api.text("x", reply_markup={"inline_keyboard": [[]]})


@pytest.mark.parametrize(
    "markup",
    [
        {"keyboard": [["a"]], "input_field_placeholder": "x"},
        {"keyboard": [[{"text": "a", "request_contact": True}]]},
        {"remove_keyboard": True},
        {"force_reply": True, "input_field_placeholder": "x" * 64},
    ],
)
async def test_other_markups(api: Api, markup: dict[str, object]) -> None:
    sent = await api.text("x", reply_markup=markup)
    assert "reply_markup" not in sent
    error = await api.error("editMessageText", chat_id=USER["id"], message_id=sent["message_id"], text="y")
    assert error == "Bad Request: message can't be edited"
    error = await api.error("sendMessage", chat_id=CHANNEL["id"], text="x", reply_markup=markup)
    assert error == "Bad Request: object expected as inline keyboard markup"


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ({"keyboard": []}, "reply keyboard must have at least one button"),
        ({"keyboard": [[""]]}, "keyboard button text must be non-empty"),
        ({"keyboard": [[{"text": "a", "request_contact": True, "request_location": True}]]},
         "can't parse keyboard button: at most one optional field must be used"),
        ({"remove_keyboard": False}, "reply markup must be true"),
        ({"force_reply": True, "input_field_placeholder": "x" * 65},
         "input_field_placeholder must be of 1-64 characters"),
    ],
)  # fmt: skip
async def test_bad_other_markups(api: Api, markup: dict[str, object], reason: str) -> None:
    assert await api.text_error("x", reply_markup=markup) == f"Bad Request: {reason}"
