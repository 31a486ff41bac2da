"""Buttons when they are pressed: once, twice, late, forged, and under messages of all kinds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answer import Answerer
from knowledge.model import Language
from knowledge.texts import Texts
from tests.handlers.support import PrivateChat, private_chat
from tests.handlers.test_callbacks import FORGED
from tests.handlers.test_private_chat import HOW_SENT, TIDE, TURNOUT
from tests.telegram_support import Call

SEATS = "How many seats did the Tide Party win?"
AMBIGUOUS = "tell me what the tide has won"
STALE = "This button is from an older version. Please ask again."


def methods(calls: list[Call]) -> list[str]:
    """The methods that were called, in order."""
    return [call.method for call in calls]


# --- a choice ----------------------------------------------------------------------------------------


async def test_a_choice_becomes_its_answer_in_the_place_of_its_question(hesitant_chat: PrivateChat) -> None:
    question = await hesitant_chat.ask(AMBIGUOUS)
    answered, edited = await hesitant_chat.tap(SEATS, question)
    assert methods([answered, edited]) == ["answerCallbackQuery", "editMessageText"]
    assert answered.text == ""
    assert edited.params["message_id"] == str(question.result["message_id"])
    assert edited.text == TIDE
    assert {key: edited.params[key] for key in HOW_SENT} == HOW_SENT


async def test_the_buttons_of_a_question_give_way_to_those_of_its_answer(hesitant_chat: PrivateChat) -> None:
    question = await hesitant_chat.ask(AMBIGUOUS)
    _, edited = await hesitant_chat.tap(SEATS, question)
    assert edited.labels[0] == "What was the turnout?"
    assert SEATS not in edited.labels


async def test_none_of_these_takes_the_place_of_the_question_and_offers_examples(hesitant_chat: PrivateChat) -> None:
    question = await hesitant_chat.ask(AMBIGUOUS)
    answered, edited = await hesitant_chat.tap("None of these", question)
    assert methods([answered, edited]) == ["answerCallbackQuery", "editMessageText"]
    assert edited.params["message_id"] == str(question.result["message_id"])
    assert edited.text.startswith("Then I have no answer to that.")
    assert edited.labels == [SEATS, "What was the turnout?"]


@pytest.mark.parametrize("asked", ["/help", "/start", "how many nets are there"])
async def test_an_example_takes_the_place_of_the_message_that_offered_it(chat: PrivateChat, asked: str) -> None:
    offer = await chat.ask(asked)
    answered, edited = await chat.tap("What was the turnout?", offer)
    assert methods([answered, edited]) == ["answerCallbackQuery", "editMessageText"]
    assert edited.params["message_id"] == str(offer.result["message_id"])
    assert edited.text == TURNOUT


async def test_a_choice_is_answered_in_the_language_of_its_button(council_chat: PrivateChat) -> None:
    _, edited = await council_chat.press("c:ru:turnout", language="en")
    assert edited.text.startswith("Явка составила 81,5 процента.")


async def test_a_comparison_can_be_chosen(council_chat: PrivateChat) -> None:
    _, edited = await council_chat.press("c:en:change-seats-harbour")
    assert "from 4 seats in 2016 to 9 seats in 2020" in edited.text


# --- a related question ------------------------------------------------------------------------------


async def test_a_related_question_is_answered_below_and_leaves_the_answer_alone(chat: PrivateChat) -> None:
    answer = await chat.ask("tide seats")
    calls = await chat.tap("What was the turnout?", answer)
    assert methods(calls) == ["answerCallbackQuery", "sendMessage"]
    assert calls[1].text == TURNOUT


async def test_a_related_question_under_a_picture_leaves_its_caption_alone(council_chat: PrivateChat) -> None:
    (picture,) = await council_chat.say("/results")
    calls = await council_chat.tap("What was the turnout?", picture)
    assert methods(calls) == ["answerCallbackQuery", "sendMessage"]
    assert calls[1].text.startswith("Turnout was 81.5 percent")


async def test_a_related_question_under_a_chosen_answer_leaves_that_answer_alone(hesitant_chat: PrivateChat) -> None:
    _, answer = await hesitant_chat.tap(SEATS, await hesitant_chat.ask(AMBIGUOUS))
    calls = await hesitant_chat.tap("What was the turnout?", answer)
    assert methods(calls) == ["answerCallbackQuery", "sendMessage"]
    assert calls[1].text == TURNOUT


# --- a chart -----------------------------------------------------------------------------------------


async def test_the_chart_button_sends_the_picture_and_leaves_the_answer_alone(council_chat: PrivateChat) -> None:
    answer = await council_chat.ask("tide seats")
    calls = await council_chat.tap("Chart", answer)
    assert sorted(methods(calls)) == ["answerCallbackQuery", "sendPhoto"]
    photo = next(call for call in calls if call.method == "sendPhoto")
    assert photo.caption == ""
    assert photo.files["photo"].content.startswith(b"\x89PNG")
    assert [call.text for call in calls if call.method == "answerCallbackQuery"] == [""]


async def test_the_chart_button_sends_the_picture_again_by_its_id(council_chat: PrivateChat) -> None:
    (first,) = await council_chat.say("/results")
    answer = await council_chat.ask("tide seats")
    calls = await council_chat.tap("Chart", answer)
    photo = next(call for call in calls if call.method == "sendPhoto")
    assert photo.params["photo"] == first.result["photo"][-1]["file_id"]


@pytest.mark.parametrize("data", ["p:en:gone", "p:en:turnout", "p:ru:tide-seats"])
async def test_a_chart_that_is_gone_gets_a_toast(council_chat: PrivateChat, data: str) -> None:
    calls = await council_chat.press(data)
    assert [(call.method, call.text) for call in calls] == [("answerCallbackQuery", STALE)]


# --- what is stale, forged, doubled or late -----------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    ["c:en:gone", "c:en:nets", "c:en:greeting", "c:en:turnout-rounded", "c:xx:turnout", "", "c:en:", "n:de", None],
)
async def test_stale_and_forged_buttons_get_a_toast(chat: PrivateChat, data: str | None) -> None:
    calls = await chat.press(data)
    assert [(call.method, call.text) for call in calls] == [("answerCallbackQuery", STALE)]


@pytest.mark.parametrize(("client", "spoken"), [("ru", "ru"), ("kk-KZ", "kk"), ("de", "en"), (None, "en")])
async def test_the_toast_is_in_the_language_of_the_client(
    chat: PrivateChat, texts: Texts, client: str | None, spoken: str
) -> None:
    (toast,) = await chat.press("c:ru:gone", language=client)
    assert toast.text == texts.get(Language(spoken), "stale_button")


@pytest.mark.parametrize("data", ["c:en:turnout", "n:en", "p:en:seats-chart", "forged"])
async def test_a_button_under_a_message_that_is_gone_gets_a_toast(council_chat: PrivateChat, data: str) -> None:
    calls = await council_chat.press(data, inaccessible=True)
    assert [(call.method, call.text) for call in calls] == [("answerCallbackQuery", STALE)]


@settings(deadline=None)
@given(data=FORGED)
async def test_whatever_is_pressed_is_answered_once_and_nothing_else_happens(council: Answerer, data: str) -> None:
    async with private_chat(council) as chat:
        calls = await chat.press(data)
    assert methods(calls).count("answerCallbackQuery") == 1
    known = calls[-1].text != STALE
    assert known == (len(calls) == 2)


@settings(deadline=None, max_examples=30)
@given(data=st.sampled_from(["c:en:turnout", "c:kk:change-steps", "n:ru", "p:en:seats-chart", "c:en:gone", "x"]))
async def test_every_press_is_answered_exactly_once(council: Answerer, data: str) -> None:
    async with private_chat(council) as chat:
        first, second = await chat.press(data), await chat.press(data)
    assert methods(first).count("answerCallbackQuery") == 1
    assert methods(second).count("answerCallbackQuery") == 1


async def test_a_double_press_shows_the_answer_once_and_harms_nothing(
    hesitant_chat: PrivateChat, caplog: pytest.LogCaptureFixture
) -> None:
    question = await hesitant_chat.ask(AMBIGUOUS)
    await hesitant_chat.tap(SEATS, question)
    answered, edited = await hesitant_chat.tap(SEATS, question)
    assert (answered.method, answered.error) == ("answerCallbackQuery", None)
    assert edited.method == "editMessageText"
    assert edited.error is not None
    assert "message is not modified" in edited.error
    assert caplog.records == []


@pytest.mark.parametrize(
    ("method", "description"),
    [
        ("answerCallbackQuery", "Bad Request: query is too old and response timeout expired or query ID is invalid"),
        ("editMessageText", "Bad Request: message is not modified: specified new message content is the same"),
        ("editMessageText", "Bad Request: message to edit not found"),
        ("editMessageText", "Bad Request: message can't be edited"),
    ],
)
async def test_a_late_press_does_no_harm(
    chat: PrivateChat, caplog: pytest.LogCaptureFixture, method: str, description: str
) -> None:
    chat.log.refuse[method] = (400, description)
    calls = await chat.press("c:en:turnout")
    assert methods(calls) == ["answerCallbackQuery", "editMessageText"]
    assert caplog.records == []


async def test_another_refusal_is_not_hushed_up(chat: PrivateChat, caplog: pytest.LogCaptureFixture) -> None:
    chat.log.refuse["editMessageText"] = (400, "Bad Request: can't parse entities")
    await chat.press("c:en:turnout")
    assert "set aside after 2 tries: BadRequest" in caplog.text
