"""Follow-ups take what they lack from the answer before."""

from __future__ import annotations

import pytest

from knowledge.answer import Answerer
from knowledge.conversation import Context
from knowledge.model import Language
from knowledge.plain import plain_text
from knowledge.reply import Reply, ReplyKind

EN, RU, KK = Language


def talk(answerer: Answerer, *messages: str) -> Reply:
    """The reply to the last of several messages."""
    context: Context | None = None
    for message in messages:
        reply, context = answerer.converse(message, context=context)
    return reply


@pytest.mark.parametrize(
    ("messages", "facts"),
    [
        (("How many seats did the Tide Party win?", "and harbour?"), ("harbour-seats-2020",)),
        (("How many seats did the Tide Party win?", "harbour?"), ("harbour-seats-2020",)),
        (("How many seats did the Tide Party win?", "what about the Harbour League"), ("harbour-seats-2020",)),
        (("How many seats did the Tide Party win?", "and in 2016?"), ("tide-seats-2016",)),
        (("tide seats in 2016", "and harbour in 2016?"), ("harbour-seats-2016",)),
        (("How many seats did the Tide Party win in 2016?", "and in 2020?"), ("tide-seats",)),
        (("turnout", "2016?"), ("turnout-2016",)),
        (("tide seats", "and harbour?", "in 2016?"), ("harbour-seats-2016",)),
        (("did the tide lose seats since 2016", "and harbour?"), ("harbour-seats-2016", "harbour-seats-2020")),
        (("tide seats", "zorp", "and harbour?"), ("harbour-seats-2020",)),
        (("tide seats", "hello", "and harbour?"), ("harbour-seats-2020",)),
        (("tide seats", "turnout"), ("turnout",)),
        (("tide seats", "what was the turnout"), ("turnout",)),
    ],
)
def test_what_is_named_anew_takes_the_place_of_what_was(
    two: Answerer, messages: tuple[str, ...], facts: tuple[str, ...]
) -> None:
    assert talk(two, *messages).facts == facts


def test_another_party_is_asked_about_for_the_same_year(two: Answerer) -> None:
    assert talk(two, "tide seats in 2016", "and harbour?").facts == ("harbour-seats-2016",)


@pytest.mark.parametrize("message", ["  And harbour?\n", "harb\u200bour", "in 2016?\ufeff", " source? ", "more\n"])
def test_a_follow_up_is_given_back_as_typed(two: Answerer, message: str) -> None:
    assert talk(two, "tide seats", message).question == message


def test_without_an_answer_before_it_is_a_question_of_its_own(two: Answerer) -> None:
    reply, context = two.converse("and in 2016?")
    assert reply == two.answer("and in 2016?")
    assert context is None


def test_a_wrong_presupposition_of_a_follow_up_is_corrected(two: Answerer) -> None:
    reply = talk(two, "did the tide lose seats since 2016", "and harbour?")
    assert reply.kind is ReplyKind.COMPARISON
    assert "went up" in reply.body


@pytest.mark.parametrize("message", ["source?", "Where is that written?", "says who", "citation"])
def test_where_it_is_written(two: Answerer, message: str) -> None:
    reply = talk(two, "tide seats", message)
    assert plain_text(reply, two.texts) == (
        "That is written here:\n\n“The Tide Party won 12 seats”\n— Harbour Gazette, “Council chosen”, paragraph 1"
    )


def test_more_goes_through_what_is_related_and_then_says_so(two: Answerer) -> None:
    shown = [talk(two, "turnout", *["more"] * times).facts for times in (1, 2)]
    assert shown == [("turnout-2016",), ("turnout-almanac",)]
    last = talk(two, "turnout", "more", "more", "more")
    assert last.facts == ()
    assert last.body.startswith("That is all I have on this.")


def test_a_follow_up_is_answered_in_its_own_language(two: Answerer) -> None:
    _, context = two.converse("явка")
    assert context is not None
    assert two.converse("source?", context=context)[0].body == "That is written here:"
    _, context = two.converse("қанша адам келді")
    assert two.converse("дереккөзі?", context=context)[0].body == "Бұл мына жерде жазылған:"


def test_what_had_no_answer_keeps_the_context(two: Answerer) -> None:
    _, before = two.converse("tide seats")
    _, after = two.converse("zorp flibble", context=before)
    assert before is not None
    assert after is before


@pytest.mark.parametrize(
    "message", ["and zorp?", "how did the union of fishermen vote in the harbour of the old council in 2016"]
)
def test_what_says_enough_or_too_strange_things_is_no_follow_up(two: Answerer, message: str) -> None:
    _, context = two.converse("tide seats")
    assert two.converse(message, context=context)[0] == two.answer(message)


def test_a_choice_leaves_a_context(two: Answerer) -> None:
    chosen = two.chosen("tide-seats", EN)
    assert chosen is not None
    context = two.context_of(chosen)
    assert context is not None
    assert two.converse("and harbour?", context=context)[0].facts == ("harbour-seats-2020",)
    assert two.context_of(two.welcome(EN)) is None


def test_a_context_of_facts_that_are_gone_does_no_harm(two: Answerer) -> None:
    _, context = two.converse("tide seats")
    assert context is not None
    reply, _ = two.converse("more", context=Context(("gone",), context.question))
    assert reply.kind is ReplyKind.NO_ANSWER
