"""Inline mode in any chat, and guest mode where the bot is no member."""

from __future__ import annotations

import pytest

from handlers.limits import INLINE_QUERIES, Limits
from handlers.ports import Surface
from knowledge.model import Language
from knowledge.reply import ReplyKind
from tests.handlers.support import PrivateChat
from tests.handlers.test_private_chat import TIDE
from tests.telegram_server.people import user
from tests.telegram_support import Call, made

ENGLISH = user(1001, language_code="en")
KAZAKH = user(1002, language_code="kk")


async def offered(chat: PrivateChat, query: str, person: dict[str, object] = ENGLISH) -> Call:
    (call,) = await chat.happens(chat.updates.inline_query(query, person))
    assert call.method == "answerInlineQuery"
    return call


async def test_a_query_offers_its_cited_answer(chat: PrivateChat) -> None:
    call = await offered(chat, "tide seats")
    (result,) = call.params["results"]
    assert result["title"] == "How many seats did the Tide Party win?"
    assert result["description"] == "The Tide Party won 12 of 21 seats."
    content = result["input_message_content"]
    assert content["message_text"] == TIDE
    assert content["parse_mode"] == "HTML"
    assert content["link_preview_options"] == {"is_disabled": True}
    (button,) = result["reply_markup"]["inline_keyboard"][0]
    assert button["url"] == "https://t.me/mazhilis_test_bot?start=fact-tide-seats"


async def test_an_empty_query_offers_what_is_asked_most(chat: PrivateChat) -> None:
    call = await offered(chat, "")
    titles = [result["title"] for result in call.params["results"]]
    assert titles == ["How many seats did the Tide Party win?", "What was the turnout?"]


async def test_a_query_that_may_mean_several_things_offers_them(hesitant_chat: PrivateChat) -> None:
    call = await offered(hesitant_chat, "tell me what the tide has won")
    assert "How many seats did the Tide Party win?" in [result["title"] for result in call.params["results"]]


async def test_no_hit_gives_a_button_into_the_private_chat(chat: PrivateChat) -> None:
    call = await offered(chat, "how many nets are there")
    assert call.params["results"] == []
    assert call.params["button"] == {"text": "No answer found. Ask me in a private chat", "start_parameter": "help"}
    assert chat.kept.questions == [], "what is typed half-way is not kept"


@pytest.mark.parametrize(("query", "personal"), [("", True), ("2020", True), ("what was the turnout", False)])
async def test_results_are_cached_and_personal_only_where_the_client_decides(
    chat: PrivateChat, query: str, personal: bool
) -> None:
    call = await offered(chat, query)
    assert call.params["cache_time"] == "300"
    assert call.params.get("is_personal", False) is personal


async def test_the_language_of_the_client_decides_what_an_empty_query_offers(council_chat: PrivateChat) -> None:
    call = await offered(council_chat, "", KAZAKH)
    assert {result["id"].split(":")[0] for result in call.params["results"]} == {"kk"}


async def test_a_chart_that_was_sent_before_is_offered_as_a_picture(council_chat: PrivateChat) -> None:
    assert [result["type"] for result in (await offered(council_chat, "tide seats")).params["results"]] == ["article"]
    await council_chat.happens(council_chat.updates.private_text("/results", ENGLISH))
    article, photo = (await offered(council_chat, "tide seats")).params["results"]
    assert (article["type"], photo["type"]) == ("article", "photo")
    assert photo["caption"] == TIDE


async def test_a_late_answer_to_a_query_does_no_harm(chat: PrivateChat, caplog: pytest.LogCaptureFixture) -> None:
    chat.log.refuse["answerInlineQuery"] = (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    await offered(chat, "tide seats")
    assert caplog.records == []


async def test_a_picture_that_telegram_no_longer_knows_is_left_out_and_drawn_anew(council_chat: PrivateChat) -> None:
    chat = council_chat
    await chat.happens(chat.updates.private_text("/results", ENGLISH))
    chat.log.forget_files()
    refused, again = await chat.happens(chat.updates.inline_query("tide seats", ENGLISH))
    assert refused.error is not None
    assert [result["type"] for result in again.params["results"]] == ["article"]
    (photo,) = await chat.happens(chat.updates.private_text("/results", ENGLISH))
    assert list(photo.files) == ["photo"], "not by what Telegram called it before"


async def test_a_refusal_for_another_reason_is_tried_as_it_is(
    chat: PrivateChat, caplog: pytest.LogCaptureFixture
) -> None:
    chat.log.refuse["answerInlineQuery"] = (400, "Bad Request: results_too_much")
    calls = await chat.happens(chat.updates.inline_query("tide seats", ENGLISH))
    assert [call.params["results"] for call in calls] == [calls[0].params["results"]] * 2
    assert "an update was set aside after 2 tries: BadRequest" in caplog.text


async def test_inline_queries_are_counted(chat: PrivateChat) -> None:
    await offered(chat, "tide seats")
    assert chat.counted.replies == [(Surface.INLINE, ReplyKind.FACT)]


async def test_whoever_asks_too_much_is_offered_nothing_until_the_minute_is_over(chat: PrivateChat) -> None:
    chat.desk.limits = Limits(1, chat.clock)
    for _ in range(INLINE_QUERIES):
        assert (await offered(chat, "tide seats")).params["results"] != []
    refused = await offered(chat, "tide seats")
    assert refused.params == {
        "inline_query_id": refused.params["inline_query_id"],
        "results": [],
        "cache_time": "60",
        "is_personal": True,
    }
    assert chat.counted.replies == [(Surface.INLINE, ReplyKind.FACT)] * INLINE_QUERIES
    assert chat.counted.limits == [Surface.INLINE]
    assert (await offered(chat, "tide seats", KAZAKH)).params["results"] != [], "others may go on"
    (answer,) = await chat.happens(chat.updates.private_text("tide seats", ENGLISH))
    assert answer.text.startswith("The Tide Party"), "what is typed half-way does not count as a question"
    chat.clock.now += 61
    assert (await offered(chat, "tide seats")).params["results"] != []


async def test_a_query_that_is_tried_again_counts_once(chat: PrivateChat) -> None:
    chat.desk.limits = Limits(1, chat.clock)
    query = chat.updates.inline_query("tide seats", ENGLISH)
    for _ in range(INLINE_QUERIES):
        await chat.happens(query)
    assert chat.counted.limits == []
    assert (await offered(chat, "tide seats")).params["results"] != []


# --- guest mode ----------------------------------------------------------------------------------------


async def test_a_guest_answers_once_with_citation(chat: PrivateChat) -> None:
    (call,) = await chat.happens(chat.updates.guest_text("@mazhilis_test_bot tide seats", ENGLISH))
    assert call.method == "answerGuestQuery"
    content = call.params["result"]["input_message_content"]
    assert content["message_text"] == TIDE
    assert content["parse_mode"] == "HTML"
    assert chat.counted.replies == [(Surface.GUEST, ReplyKind.FACT)]


async def test_a_guest_declines_in_one_line(chat: PrivateChat) -> None:
    (call,) = await chat.happens(chat.updates.guest_text("@mazhilis_test_bot how many nets are there", ENGLISH))
    content = call.params["result"]["input_message_content"]
    assert content["message_text"] == "I have no answer to that in my material."


async def test_a_guest_that_is_only_named_says_what_can_be_asked(chat: PrivateChat) -> None:
    (call,) = await chat.happens(chat.updates.guest_text("@mazhilis_test_bot", KAZAKH))
    text = call.params["result"]["input_message_content"]["message_text"]
    assert text.startswith(chat.desk.texts.get(Language.KK, "help", topic="", commands="", subjects="")[:10])


async def test_a_guest_query_delivered_twice_is_answered_once(
    chat: PrivateChat, caplog: pytest.LogCaptureFixture
) -> None:
    update = chat.updates.guest_text("@mazhilis_test_bot tide seats", ENGLISH)
    await chat.happens(update)
    await chat.delivery.deliver(made(chat.app.bot, update))
    assert [call.method for call in chat.log.calls if call.error is None] == ["answerGuestQuery"]
    assert caplog.records == []


async def test_a_guest_takes_commands_too(chat: PrivateChat) -> None:
    (call,) = await chat.happens(chat.updates.guest_text("/results@mazhilis_test_bot", ENGLISH))
    assert call.params["result"]["input_message_content"]["message_text"] == TIDE


async def test_a_guest_who_is_asked_too_much_says_nothing(chat: PrivateChat) -> None:
    chat.desk.limits = Limits(1, chat.clock)
    assert len(await chat.happens(chat.updates.guest_text("@mazhilis_test_bot tide seats", ENGLISH))) == 1
    assert await chat.happens(chat.updates.guest_text("@mazhilis_test_bot turnout", ENGLISH)) == []
    assert chat.counted.limits == [Surface.GUEST]
