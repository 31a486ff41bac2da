"""Whatever is typed, there is a well-formed reply and never an exception."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.answer import Answerer
from knowledge.conversation import Context
from knowledge.model import Language
from tests.knowledge.well_formed import check_well_formed

MAX_MESSAGE = 4096
"""Characters of the longest text message in Telegram."""

TYPED = """
how many seats did the Tide Party harbour gull win turnout in 2016 2020 2023 81.5 since lost gained boycott who not
almaty явка сколько голосовало қанша адам келді yavka qansha zdrf ? . , - 🦭 \u200b \u202e ' source more and
"""
WORDS = st.sampled_from([*TYPED.split(), "\n", ""])
SENTENCES = st.lists(WORDS, max_size=25).map(" ".join)
MARKS = st.text(alphabet=st.characters(categories=["Mn", "Me", "Mc", "Cc", "Cf", "Lo", "Zs"]), max_size=60)
ANYTHING = st.one_of(st.text(max_size=200), SENTENCES, MARKS)
LANGUAGES = st.one_of(st.none(), st.sampled_from(Language))

WALLS = [
    "a" * MAX_MESSAGE, "a " * (MAX_MESSAGE // 2), "🦭" * MAX_MESSAGE, "\u0301" * MAX_MESSAGE,
    "a" + "\u0301" * (MAX_MESSAGE - 1),
    "\x00" * MAX_MESSAGE, "\u202e\u200b\u2066" * 1365, "turnout " * 512, "?" * MAX_MESSAGE, "." * MAX_MESSAGE,
    "\n" * MAX_MESSAGE, "қ" * MAX_MESSAGE, "zqxj vkwb " * 409, "1" * MAX_MESSAGE, "2016 " * 819, "'" * MAX_MESSAGE,
    "\ufdfa" * MAX_MESSAGE, "\u0958" * MAX_MESSAGE, "ß" * MAX_MESSAGE, "ﬃ" * MAX_MESSAGE, "İ" * MAX_MESSAGE,
    "tide, harbour: gull (nets) " * 151, "{subject} {0} %s {named}", "\ud800", "<b>&amp;</b>", "/start",
    "`" * MAX_MESSAGE,
]  # fmt: skip


@given(ANYTHING, LANGUAGES, LANGUAGES)
@settings(max_examples=300, deadline=None)
@example("", None, None)
def test_any_text_gets_a_well_formed_reply(
    small: Answerer, text: str, language: Language | None, preferred: Language | None
) -> None:
    reply = small.answer(text, language, preferred)
    assert reply.question == text, "as typed"
    check_well_formed(small, reply, language)


@given(SENTENCES, LANGUAGES)
@settings(max_examples=150, deadline=None)
def test_any_question_about_two_elections_gets_a_well_formed_reply(
    two: Answerer, text: str, language: Language | None
) -> None:
    check_well_formed(two, two.answer(text, language), language)


@given(st.lists(st.one_of(SENTENCES, st.sampled_from(["source?", "more", "and harbour?", "why?", ""])), max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_conversation_gets_well_formed_replies(two: Answerer, messages: list[str]) -> None:
    context: Context | None = None
    for message in messages:
        reply, context = two.converse(message, context=context)
        check_well_formed(two, reply)


@pytest.mark.parametrize("text", WALLS, ids=range(len(WALLS)))
def test_a_wall_of_anything_gets_a_well_formed_reply(two: Answerer, text: str) -> None:
    assert len(text) <= MAX_MESSAGE
    check_well_formed(two, two.answer(text))


def test_what_is_asked_before_a_wall_is_answered(two: Answerer) -> None:
    assert two.answer("turnout" + "\u200b" * (MAX_MESSAGE - 7)).facts == ("turnout",)
    assert two.answer("turnout " + "?" * (MAX_MESSAGE - 8)).facts == ("turnout",)


@given(ANYTHING)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_over_the_base_that_ships(built_in: Answerer, text: str) -> None:
    check_well_formed(built_in, built_in.answer(text))


@pytest.mark.parametrize("number", [0, 1, 4, 12])
def test_walls_over_the_base_that_ships(built_in: Answerer, number: int) -> None:
    check_well_formed(built_in, built_in.answer(WALLS[number]))


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_the_same_text_always_gets_the_same_reply(two: Answerer, text: str) -> None:
    assert two.answer(text) == two.answer(text)
