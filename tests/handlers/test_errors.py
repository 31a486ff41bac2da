"""When handling fails: the log says what and where, never anybody's words; the chat gets one fixed sentence."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from handlers.errors import where
from knowledge.answer import Answerer, Explanation
from knowledge.lexicon import load_lexicon
from knowledge.load import load
from knowledge.model import Language
from knowledge.reply import Reply
from knowledge.texts import Texts
from tests.handlers.support import PrivateChat, private_chat
from tests.handlers.test_private_chat import PHOTO
from tests.small_base import write_base

SORRY = "Something went wrong on my side. Please try again in a moment."
SECRET = "my secret question"


class Failing(Answerer):
    """Fails at everything, and its errors hold what was asked, as errors of libraries may."""

    def explain(
        self, question: str, language: Language | None = None, preferred: Language | None = None
    ) -> Explanation:
        raise ValueError(question, language, preferred)

    def welcome(self, language: Language) -> Reply:
        raise LookupError(SECRET, language)

    def chosen(self, intent: str, language: Language) -> Reply | None:
        raise RuntimeError(SECRET, intent, language)


@pytest.fixture(scope="session")
def failing(tmp_path_factory: pytest.TempPathFactory, texts: Texts) -> Failing:
    return Failing(load(write_base(tmp_path_factory.mktemp("failing"))), load_lexicon(), texts)


@pytest.fixture
async def failing_chat(failing: Failing) -> AsyncIterator[PrivateChat]:
    async with private_chat(failing) as opened:
        yield opened


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything logged from DEBUG, apart from the libraries that `bot.logs` keeps quiet too."""
    caplog.set_level(logging.WARNING, "telegram")
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.mark.parametrize(
    ("text", "fields", "logged"),
    [
        (SECRET, {}, "ValueError at test_errors.py:"),
        (f"/ask {SECRET}", {}, "ValueError at test_errors.py:"),
        (f"/results {SECRET}", {}, "ValueError at test_errors.py:"),
        ("/start", {}, "LookupError at test_errors.py:"),
        (None, {"photo": PHOTO, "caption": SECRET}, "ValueError at test_errors.py:"),
    ],
)
async def test_an_error_gets_one_fixed_sentence_and_nobodys_words_in_the_log(
    failing_chat: PrivateChat, log: pytest.LogCaptureFixture, text: str | None, fields: dict[str, Any], logged: str
) -> None:
    assert (await failing_chat.ask(text, **fields)).text == SORRY
    (record,) = log.records
    assert (record.levelname, record.exc_info) == ("ERROR", None)
    assert f"an update was set aside after 2 tries: {logged}" in log.text
    assert "secret" not in log.text
    assert "Aigul" not in log.text


async def test_an_error_after_a_press_gets_the_sentence_too(
    failing_chat: PrivateChat, log: pytest.LogCaptureFixture
) -> None:
    calls = await failing_chat.press("c:en:turnout")
    assert [(call.method, call.text) for call in calls if call.method != "answerCallbackQuery"] == [
        ("sendMessage", SORRY)
    ]
    assert "RuntimeError at test_errors.py:" in log.text
    assert "secret" not in log.text


@pytest.mark.parametrize(
    ("client", "spoken"), [("en", "en"), ("ru", "ru"), ("kk", "kk"), ("ru-RU", "ru"), ("de", "en"), (None, "en")]
)
async def test_the_sentence_is_in_the_language_of_the_client(
    failing_chat: PrivateChat, texts: Texts, client: str | None, spoken: str
) -> None:
    call = await failing_chat.ask("какая была явка", language=client)
    assert call.text == texts.get(Language(spoken), "error")


async def test_whoever_blocked_the_bot_is_told_nothing(chat: PrivateChat, log: pytest.LogCaptureFixture) -> None:
    chat.log.refuse["sendMessage"] = (403, "Forbidden: bot was blocked by the user")
    calls = await chat.say("tide seats")
    assert [call.method for call in calls] == ["sendMessage"]
    assert log.messages == ["an answer reaches nobody: Forbidden"]


async def test_what_telegram_refuses_is_tried_again_then_apologised_for(
    chat: PrivateChat, log: pytest.LogCaptureFixture
) -> None:
    chat.log.refuse["sendMessage"] = (400, f"Bad Request: can't parse entities: {SECRET}")
    calls = await chat.say("tide seats")
    answers, apologies = calls[:2], calls[2:]
    assert {call.text.splitlines()[0] for call in answers} == {"The Tide Party won 12 of 21 seats."}
    assert [call.text for call in apologies] == [SORRY, SORRY]
    assert [record.levelname for record in log.records] == ["ERROR", "ERROR"]
    assert log.text.count("an update was set aside after 2 tries: BadRequest at ") == 2
    assert "secret" not in log.text


async def test_a_bot_that_failed_answers_the_next_question(failing_chat: PrivateChat) -> None:
    await failing_chat.ask(SECRET)
    assert (await failing_chat.ask("/sources")).text.startswith("My material is Harbour Gazette")


def test_where_an_error_came_from_is_the_innermost_place(tmp_path: Path) -> None:
    try:
        load(tmp_path / SECRET)
    except Exception as error:  # noqa: BLE001 -- whichever it is, its place is asked for
        place = where(error)
    assert place.startswith("load.py:")
    assert place.endswith(" in load")


def test_an_error_that_was_never_raised_came_from_nowhere() -> None:
    assert where(ValueError(SECRET)) == "unknown place"
