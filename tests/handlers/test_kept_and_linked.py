"""/privacy and what is kept, deep links, feedback."""

from __future__ import annotations

import pytest

from knowledge.model import Language
from tests.handlers.support import PrivateChat
from tests.telegram_server.people import user

ENGLISH = user(1001, language_code="en")
OTHER = user(1002, "Bolat", language_code="en")


async def test_privacy_says_what_is_kept(chat: PrivateChat) -> None:
    text = (await chat.answer_to(chat.updates.private_text("/privacy", ENGLISH))).text
    assert "90 days" in text
    chat.desk.keeps_unanswered = False
    text = (await chat.answer_to(chat.updates.private_text("/privacy", ENGLISH))).text
    assert "switched off" in text
    assert "90 days" not in text


async def test_a_question_without_answer_is_kept_and_the_names_to_take_out_go_along(chat: PrivateChat) -> None:
    person = user(1001, "Aigul", "en", last_name="Bekova", username="aigul_b")
    await chat.answer_to(chat.updates.private_text("how many nets are there", person))
    ((question, language, names),) = chat.kept.questions
    assert (question, language) == ("how many nets are there", Language.EN)
    assert set(names) == {"Aigul", "Bekova", "aigul_b"}


@pytest.mark.parametrize("text", ["tide seats", "hello", "/help", "/results 1999"])
async def test_nothing_else_is_kept(chat: PrivateChat, text: str) -> None:
    await chat.happens(chat.updates.private_text(text, ENGLISH))
    assert chat.kept.questions == []


@pytest.mark.parametrize(
    ("payload", "begins"),
    [
        ("turnout", "Turnout was 81.5 percent"),
        ("fact-tide-seats", "The Tide Party won 12"),
        ("change-seats-tide", "Tide Party"),
        ("timeline", "2016 to 2020"),
        ("sources", "My material"),
        ("gone-with-an-old-link", "I answer questions"),
        ("fact-gone", "I answer questions"),
        ("start", "I answer questions"),
        ("ask", "I answer questions"),
        ("__", "I answer questions"),
    ],
)
async def test_a_deep_link_gives_what_it_names(council_chat: PrivateChat, payload: str, begins: str) -> None:
    (call,) = await council_chat.happens(council_chat.updates.private_text(f"/start {payload}", ENGLISH))
    assert (call.text or call.caption).startswith(begins)


async def test_the_link_of_a_comparison_of_all_is_a_picture_with_text(council_chat: PrivateChat) -> None:
    (call,) = await council_chat.happens(council_chat.updates.private_text("/start changes", ENGLISH))
    assert call.method == "sendPhoto"
    assert call.caption.startswith("The Gull Union is gone.")


async def test_one_vote_a_person_and_message(chat: PrivateChat) -> None:
    answer = await chat.answer_to(chat.updates.supergroup_text("/ask tide seats", ENGLISH))
    (first,) = await chat.happens(chat.updates.callback(answer.result, "👍", ENGLISH))
    (again,) = await chat.happens(chat.updates.callback(answer.result, "👎", ENGLISH))
    (other,) = await chat.happens(chat.updates.callback(answer.result, "👎", OTHER))
    assert [call.text for call in (first, again, other)] == [
        "Thank you, counted.",
        "You have already voted on this answer.",
        "Thank you, counted.",
    ]
    assert chat.kept.votes == [("tide-seats", True), ("tide-seats", False)]


async def test_a_vote_for_what_is_gone_is_not_counted(chat: PrivateChat) -> None:
    (call,) = await chat.press("v+:en:gone")
    assert call.text.startswith("This button is from an older version")
    assert chat.kept.votes == []
