"""Commands, with and without words after them; pictures with the answer as their caption."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answer import Answerer
from knowledge.lexicon import load_lexicon
from knowledge.load import load
from knowledge.texts import Texts
from tests.handlers.support import PrivateChat, private_chat
from tests.handlers.test_private_chat import HOW_SENT, TIDE
from tests.knowledge.two_elections import LONGER_ARTICLE, two_elections
from tests.small_base import write_base
from tests.telegram_support import Call

WELCOME = "I answer questions about the council election of Lumea"
HELP = "Ask me anything about the council election of Lumea"
EXAMPLES = ["How many seats did the Tide Party win?", "What was the turnout?"]
PNG = b"\x89PNG\r\n\x1a\n"


def sent_photo(calls: list[Call]) -> Call:
    """The one call, which sent a photo."""
    assert [call.method for call in calls] == ["sendPhoto"]
    return calls[0]


@pytest.mark.parametrize(
    ("command", "begins"),
    [
        ("/start", WELCOME),
        ("/start seats", WELCOME),
        ("/help", HELP),
        ("/help me", HELP),
        ("/HELP", HELP),
        ("/help@mazhilis_test_bot", HELP),
        ("/ask", HELP),
        ("/ask tide seats", TIDE),
        ("/ask\ntide\nseats", TIDE),
        ("/ask@mazhilis_test_bot tide seats", TIDE),
        ("/results", TIDE),
        ("/Results", TIDE),
        ("/results@mazhilis_test_bot", TIDE),
        ("/results@another_bot", HELP),
        ("/sources", "My material is Harbour Gazette, “Council chosen”."),
        ("/sources please", "My material is Harbour Gazette, “Council chosen”."),
        ("/nonsense", HELP),
        ("/nonsense tide seats", HELP),
        ("/result", HELP),
        ("/changes", HELP),
        ("/changes tide", HELP),
        ("/timeline", HELP),
        ("/timeline 2016", HELP),
    ],
)
async def test_commands_about_one_election(chat: PrivateChat, command: str, begins: str) -> None:
    call = await chat.ask(command)
    assert call.text.startswith(begins)
    assert {key: call.params[key] for key in HOW_SENT} == HOW_SENT


@pytest.mark.parametrize("command", ["/start", "/help", "/ask", "/nonsense"])
async def test_who_does_not_know_what_to_ask_gets_examples_to_tap(chat: PrivateChat, command: str) -> None:
    assert (await chat.ask(command)).labels == EXAMPLES


async def test_help_names_every_command_that_there_is(council_chat: PrivateChat) -> None:
    text = (await council_chat.ask("/help")).text
    assert "/ask /results /boycott /changes /timeline /sources /language /privacy /help" in text


@pytest.mark.parametrize("command", ["/start", "/help", "/ask", "/sources", "/nonsense"])
async def test_commands_speak_the_language_of_the_client(chat: PrivateChat, command: str) -> None:
    spoken = {language: (await chat.ask(command, language=language)).text for language in ("en", "ru", "kk", "de")}
    assert len(set(spoken.values())) == 3
    assert spoken["de"] == spoken["en"]


async def test_sources_count_what_there_is(chat: PrivateChat) -> None:
    call = await chat.ask("/sources")
    assert "2 facts are curated" in call.text
    assert "1 second source" in call.text
    assert "In 1 place" in call.text
    assert call.buttons == []


async def test_a_shortcut_with_a_year_is_about_that_year(council_chat: PrivateChat) -> None:
    assert (await council_chat.ask("/results 2016")).text.startswith("The Tide Party won 14 seats in 2016.")


async def test_a_shortcut_with_a_year_that_the_base_does_not_know_is_not_answered_with_another(
    council_chat: PrivateChat,
) -> None:
    text = (await council_chat.ask("/results 1999")).text
    assert "12" not in text
    assert "14" not in text


async def test_what_changed_in_all(council_chat: PrivateChat) -> None:
    call = sent_photo(await council_chat.say("/changes"))
    assert call.caption.startswith("The Gull Union is gone.\nSeats, 2016 → 2020:\n• Tide Party: 14 → 12 (−2)\n")
    assert "<blockquote expandable>“the Tide Party had won 14 seats”" in call.caption


@pytest.mark.parametrize(
    ("party", "change"),
    [("tide", "from 14 seats in 2016 to 12 seats in 2020"), ("Harbour League", "from 4 seats in 2016 to 9 seats")],
)
async def test_what_changed_for_a_party(council_chat: PrivateChat, party: str, change: str) -> None:
    assert change in (await council_chat.ask(f"/changes {party}")).text


@pytest.mark.parametrize("command", ["/timeline", "/timeline of the council"])
async def test_timeline(council_chat: PrivateChat, command: str) -> None:
    text = (await council_chat.ask(command)).text
    assert text.startswith("2016 to 2020, step by step:\n• 2016 — the old council was chosen\n• April 2020 — ")


# --- pictures ----------------------------------------------------------------------------------------


async def test_an_answer_with_a_chart_is_the_caption_of_its_picture(council_chat: PrivateChat) -> None:
    call = sent_photo(await council_chat.say("/results"))
    assert call.caption == TIDE
    assert call.params["parse_mode"] == "HTML"
    assert call.data("What was the turnout?") == "c:en:turnout"
    assert list(call.files) == ["photo"]
    assert call.files["photo"].content.startswith(PNG)
    assert call.files["photo"].filename == "seats-chart.png"


async def test_a_picture_is_uploaded_once_and_then_sent_by_its_id(council_chat: PrivateChat) -> None:
    first = sent_photo(await council_chat.say("/results"))
    second = sent_photo(await council_chat.say("/results"))
    assert second.files == {}
    assert second.params["photo"] == first.result["photo"][-1]["file_id"]
    assert second.caption == first.caption


async def test_another_answer_with_the_same_chart_sends_it_by_its_id_too(council_chat: PrivateChat) -> None:
    first = sent_photo(await council_chat.say("/results"))
    second = sent_photo(await council_chat.say("/changes"))
    assert second.params["photo"] == first.result["photo"][-1]["file_id"]


async def test_each_language_has_its_own_picture(council_chat: PrivateChat) -> None:
    english = sent_photo(await council_chat.say("/results", language="en"))
    russian = sent_photo(await council_chat.say("/results", language="ru"))
    assert russian.files["photo"].content != english.files["photo"].content


async def test_a_picture_that_telegram_has_forgotten_is_uploaded_anew(council_chat: PrivateChat) -> None:
    first = sent_photo(await council_chat.say("/results"))
    council_chat.log.forget_files()
    refused, again = await council_chat.say("/results")
    assert refused.error == "Bad Request: wrong file identifier/HTTP URL specified"
    assert again.method == "sendPhoto"
    assert again.files["photo"].content == first.files["photo"].content
    assert again.caption == TIDE
    third = sent_photo(await council_chat.say("/results"))
    assert third.params["photo"] == again.result["photo"][-1]["file_id"]


@pytest.fixture
def talkative(tmp_path: Path, texts: Texts) -> Answerer:
    """Answers whose result fits into a message and not into a caption."""
    files = two_elections()
    files["facts/results.yaml"][0]["answer"]["en"] = "The Tide Party won. " * 52
    return Answerer(load(write_base(tmp_path, files, LONGER_ARTICLE)), load_lexicon(), texts)


async def test_an_answer_too_long_for_a_caption_follows_its_picture_whole(talkative: Answerer) -> None:
    async with private_chat(talkative) as chat:
        photo, text = await chat.say("/results")
    assert (photo.method, text.method) == ("sendPhoto", "sendMessage")
    assert photo.caption == ""
    assert photo.buttons == []
    assert text.text.startswith(f"{'The Tide Party won. ' * 51}The Tide Party won.\n\n<blockquote expandable>")
    assert text.data("What was the turnout?") == "c:en:turnout"


async def test_the_answer_to_a_plain_question_has_a_button_for_its_picture(council_chat: PrivateChat) -> None:
    call = await council_chat.ask("tide seats")
    assert call.text == TIDE
    assert call.data("Chart") == "p:en:seats-chart"
