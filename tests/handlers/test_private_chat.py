"""A private chat as somebody meets it: every text is a question and gets one reply."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.model import Language
from knowledge.texts import Texts
from tests.handlers.support import PrivateChat
from tests.telegram_support import question_message

HOW_SENT = {"chat_id": "7", "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
TIDE = (
    "The Tide Party won 12 of 21 seats.\n\n"
    "<blockquote expandable>“The Tide Party won 12 seats”</blockquote>\n\n"
    "<i>Harbour Gazette, “Council chosen”, paragraph 1</i>"
)
TURNOUT = (
    "Turnout was 81.5 percent, the harbour master said.\n\n"
    "<blockquote expandable>“Turnout was 81.5 percent”</blockquote>\n\n"
    "<i>Harbour Gazette, “Council chosen”, paragraph 2</i>\n\n"
    "Note: The almanac prints 81.47 percent."
)
NO_ANSWER = "I have no answer to that in my material"


async def test_a_question_is_answered_with_quotation_and_source(chat: PrivateChat) -> None:
    call = await chat.ask("How many seats did the tide party win?")
    assert call.text == TIDE
    assert {key: call.params[key] for key in HOW_SENT} == HOW_SENT


async def test_a_caveat_stands_under_its_answer_and_names_its_source_itself(chat: PrivateChat) -> None:
    assert (await chat.ask("turnout")).text == TURNOUT


async def test_a_related_question_is_offered_under_an_answer(chat: PrivateChat) -> None:
    call = await chat.ask("tide seats")
    assert call.buttons[0] == {"text": "What was the turnout?", "callback_data": "c:en:turnout"}


async def test_where_several_questions_may_be_meant_they_are_offered(hesitant_chat: PrivateChat) -> None:
    call = await hesitant_chat.ask("tell me what the tide has won")
    assert call.text == "Which of these do you mean?"
    assert call.buttons[0] == {"text": "How many seats did the Tide Party win?", "callback_data": "c:en:tide-seats"}
    assert call.buttons[-1] == {"text": "None of these", "callback_data": "n:en"}


@pytest.mark.parametrize("text", ["how many nets", "zorp flibble", "🦭🦭", "…", "\u202e\u200b", "1234567", "/", "//"])
async def test_what_has_no_answer_is_declined(chat: PrivateChat, text: str) -> None:
    assert (await chat.ask(text)).text.startswith(NO_ANSWER)


async def test_no_answer_offers_questions_as_buttons(chat: PrivateChat) -> None:
    call = await chat.ask("how many nets are there")
    assert call.buttons == [{"text": "What was the turnout?", "callback_data": "c:en:turnout"}]


@pytest.mark.parametrize("text", ["<b>tide</b> & <i>seats", "<script>alert(1)</script>", "&lt;tide&gt; &amp; seats"])
async def test_what_was_typed_is_never_echoed_as_markup(chat: PrivateChat, text: str) -> None:
    call = await chat.ask(text)
    assert "script" not in call.text
    assert "<b>" not in call.text


async def test_small_talk_comes_without_buttons(chat: PrivateChat) -> None:
    call = await chat.ask("Hello!")
    assert call.text == "Hello!"
    assert call.buttons == []


@pytest.mark.parametrize("fields", [{"photo": PHOTO}, {"document": {"file_id": "a", "file_unique_id": "b"}}])
async def test_a_caption_is_a_question_too(chat: PrivateChat, fields: dict[str, Any]) -> None:
    assert (await chat.ask(None, caption="tide seats", **fields)).text == TIDE


async def test_a_command_in_a_caption_is_a_question(chat: PrivateChat) -> None:
    assert (await chat.ask(None, photo=PHOTO, caption="/results tide seats")).text == TIDE


@pytest.mark.parametrize(
    "fields",
    [
        {"location": {"longitude": 1.0, "latitude": 2.0}},
        {"photo": PHOTO},
        {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
        {"dice": {"emoji": "🎲", "value": 6}},
        {"contact": {"phone_number": "1", "first_name": "Aigul"}},
    ],
)
async def test_what_is_no_text_gets_a_sentence(chat: PrivateChat, fields: dict[str, Any]) -> None:
    assert (await chat.ask(None, **fields)).text == "I can only read text. Please type your question."


@pytest.mark.parametrize(
    ("client", "answered"),
    [
        ("ru", "ru"),
        ("ru-RU", "ru"),
        ("kk", "kk"),
        ("en-GB", "en"),
        ("de", "en"),
        ("kkk", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
async def test_the_sentence_is_in_the_language_of_the_client(
    chat: PrivateChat, texts: Texts, client: str | None, answered: str
) -> None:
    assert (await chat.ask(None, language=client, photo=PHOTO)).text == texts.get(Language(answered), "only_text")


@pytest.mark.parametrize(
    ("text", "client", "answered"),
    [
        ("🦭🦭", "ru", "ru"),
        ("12345", "kk", "kk"),
        ("12345", "de", "en"),
        ("какая погода сегодня", "en", "ru"),
        ("бүгін ауа райы қандай", "en", "kk"),
        ("what is the weather like", "ru", "en"),
    ],
)
async def test_the_language_of_a_question_goes_before_that_of_the_client(
    chat: PrivateChat, texts: Texts, text: str, client: str, answered: str
) -> None:
    declined = texts.get(Language(answered), "no_answer", topic="the council election of Lumea")
    assert (await chat.ask(text, language=client)).text.startswith(declined)


@pytest.mark.parametrize(
    "fields",
    [
        {"pinned_message": question_message()},
        {"new_chat_title": "Lumea"},
        {"write_access_allowed": {"from_request": True}},
    ],
)
async def test_a_service_message_gets_nothing(chat: PrivateChat, fields: dict[str, Any]) -> None:
    assert await chat.say(None, **fields) == []
