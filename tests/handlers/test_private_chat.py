"""A private chat as somebody meets it: every text is a question and gets one reply."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.app import BotApplication
from knowledge.answer import Answerer
from tests.telegram_support import Call, RecordingRequest, pressed, private_message

LOCAL = {"chat_id": "7", "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


async def asked(app: BotApplication, log: RecordingRequest, text: str | None, **fields: Any) -> Call:
    """Send one message; the one call that answers it."""
    log.calls.clear()
    await app.process_update(private_message(app.bot, text, **fields))
    assert [call.method for call in log.calls] == ["sendMessage"]
    return log.calls[0]


async def test_a_question_is_answered_with_quotation_and_source(
    app: BotApplication, request_log: RecordingRequest
) -> None:
    call = await asked(app, request_log, "How many seats did the tide party win?")
    assert call.text == (
        "The Tide Party won 12 of 21 seats.\n\n"
        "<blockquote expandable>“The Tide Party won 12 seats”</blockquote>\n\n"
        "<i>Harbour Gazette, “Council chosen”, paragraph 1</i>"
    )
    assert {key: call.params[key] for key in LOCAL} == LOCAL


async def test_a_caveat_stands_under_its_answer(app: BotApplication, request_log: RecordingRequest) -> None:
    call = await asked(app, request_log, "turnout")
    assert "Note: The almanac prints 81.47 percent." in call.text
    assert "<i>Lumea Press, “Almanac of Lumea”, 2021</i>" in call.text


@pytest.mark.parametrize("text", ["how many nets", "zorp flibble", "🦭🦭", "   ", "…", "\u202e\u200b", "1234567"])
async def test_what_has_no_answer_is_declined(app: BotApplication, request_log: RecordingRequest, text: str) -> None:
    call = await asked(app, request_log, text)
    assert call.text.startswith("I have no answer to that in my material")


@pytest.mark.parametrize("text", ["<b>tide</b> & <i>seats", "<script>alert(1)</script>", "&lt;tide&gt; &amp; seats"])
async def test_what_was_typed_is_never_echoed_as_markup(
    app: BotApplication, request_log: RecordingRequest, text: str
) -> None:
    call = await asked(app, request_log, text)
    assert "script" not in call.text
    assert "<b>" not in call.text


async def test_small_talk(app: BotApplication, request_log: RecordingRequest) -> None:
    assert (await asked(app, request_log, "Hello!")).text == "Hello!"


@pytest.mark.parametrize(
    ("command", "begins"),
    [
        ("/start", "I answer questions about the council election of Lumea"),
        ("/start seats", "I answer questions about the council election of Lumea"),
        ("/help", "Ask me anything about the council election of Lumea"),
        ("/ask", "Ask me anything about the council election of Lumea"),
        ("/ask tide seats", "The Tide Party won 12 of 21 seats."),
        ("/results", "The Tide Party won 12 of 21 seats."),
        ("/sources", "My material is Harbour Gazette, “Council chosen”."),
        ("/nonsense", "Ask me anything about the council election of Lumea"),
        ("/results@mazhilis_test_bot", "The Tide Party won 12 of 21 seats."),
    ],
)
async def test_commands(app: BotApplication, request_log: RecordingRequest, command: str, begins: str) -> None:
    assert (await asked(app, request_log, command)).text.startswith(begins)


async def test_sources_count_what_there_is(app: BotApplication, request_log: RecordingRequest) -> None:
    text = (await asked(app, request_log, "/sources")).text
    assert "2 facts are curated" in text
    assert "1 second sources" in text
    assert "In 1 places" in text


async def test_a_caption_is_a_question_too(app: BotApplication, request_log: RecordingRequest) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    call = await asked(app, request_log, None, photo=photo, caption="tide seats")
    assert call.text.startswith("The Tide Party won 12")


async def test_what_is_no_text_gets_a_sentence(app: BotApplication, request_log: RecordingRequest) -> None:
    call = await asked(app, request_log, None, location={"longitude": 1.0, "latitude": 2.0})
    assert call.text == "I can only read text. Please type your question."


async def test_a_service_message_gets_nothing(app: BotApplication, request_log: RecordingRequest) -> None:
    pinned = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "x"}
    await app.process_update(private_message(app.bot, None, pinned_message=pinned))
    assert request_log.calls == []


async def test_no_answer_offers_questions_as_buttons(app: BotApplication, request_log: RecordingRequest) -> None:
    call = await asked(app, request_log, "how many nets are there")
    assert call.buttons == [{"text": "What was the turnout?", "callback_data": "c:en:turnout"}]


async def test_a_button_becomes_its_answer(app: BotApplication, request_log: RecordingRequest) -> None:
    await app.process_update(pressed(app.bot, "c:en:tide-seats"))
    assert [call.method for call in request_log.calls] == ["answerCallbackQuery", "editMessageText"]
    assert request_log.calls[1].text.startswith("The Tide Party won 12 of 21 seats.")


async def test_none_of_these(app: BotApplication, request_log: RecordingRequest) -> None:
    await app.process_update(pressed(app.bot, "n:en"))
    assert request_log.calls[1].text.startswith("Then I have no answer to that.")


@pytest.mark.parametrize("data", ["c:en:gone", "c:xx:turnout", "", "x" * 64, "c:en:", "n:de", None])
async def test_stale_and_forged_buttons_get_a_toast(
    app: BotApplication, request_log: RecordingRequest, data: str | None
) -> None:
    await app.process_update(pressed(app.bot, data))
    assert [call.method for call in request_log.calls] == ["answerCallbackQuery"]
    assert request_log.calls[0].text == "This button is from an older version. Please ask again."


async def test_a_button_under_a_message_that_is_gone(app: BotApplication, request_log: RecordingRequest) -> None:
    await app.process_update(pressed(app.bot, "c:en:turnout", inaccessible=True))
    assert [call.method for call in request_log.calls] == ["answerCallbackQuery"]


@pytest.mark.parametrize(
    ("method", "description"),
    [
        (
            "answerCallbackQuery",
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        ),
        (
            "editMessageText",
            "Bad Request: message is not modified: specified new message content is the same",
        ),
        ("editMessageText", "Bad Request: message to edit not found"),
    ],
)
async def test_a_late_or_double_press_does_no_harm(
    app: BotApplication,
    request_log: RecordingRequest,
    caplog: pytest.LogCaptureFixture,
    method: str,
    description: str,
) -> None:
    request_log.refuse[method] = (400, description)
    await app.process_update(pressed(app.bot, "c:en:turnout"))
    assert [call.method for call in request_log.calls] == ["answerCallbackQuery", "editMessageText"]
    assert caplog.records == []


async def test_an_error_gets_one_fixed_sentence_and_no_text_in_the_log(
    app: BotApplication,
    small: Answerer,
    request_log: RecordingRequest,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(question: str, *_: object) -> None:
        raise ValueError(question)

    monkeypatch.setattr(small, "answer", fail)
    with caplog.at_level(logging.DEBUG):
        call = await asked(app, request_log, "my secret question")
    assert call.text == "Something went wrong on my side. Please try again in a moment."
    assert "secret" not in caplog.text
    assert "Aigul" not in caplog.text
    assert "ValueError at test_private_chat.py" in caplog.text


async def test_groups_are_left_alone(app: BotApplication, request_log: RecordingRequest) -> None:
    group = {"id": -100, "type": "group", "title": "Islanders"}
    await app.process_update(private_message(app.bot, "tide seats", chat=group))
    await app.process_update(private_message(app.bot, "/results", chat=group))
    assert request_log.calls == []
