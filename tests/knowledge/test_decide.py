"""Three outcomes from ranked candidates: answer, choice, no answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.decide import (
    CHOICE_SPREAD,
    MAX_CHOICES,
    MAX_TOGETHER,
    Band,
    Decision,
    Outcome,
    band,
    belong_together,
    compatible,
    decide,
)
from knowledge.intents import Intent, IntentKind
from knowledge.match import Candidate, Ranking
from knowledge.model import Thresholds
from tests.knowledge.intents import intent

THRESHOLDS = Thresholds(
    accept=0.4, choice=0.2, coverage=2.0, rival=0.9, together=0.8, chat=0.5, high=0.8, medium=0.6
)  # fmt: skip


def decided(
    *scored: tuple[Intent, float],
    thresholds: Thresholds = THRESHOLDS,
    coverage: float = 1.0,
    change: bool = False,
) -> Decision:
    """What is decided where intents are as likely as they score, and change is spoken of or not."""
    best_first = sorted(scored, key=lambda each: -each[1])
    passed = tuple(Candidate(each, score, coverage, min(1.0, score)) for each, score in best_first)
    return decide(Ranking(passed, (), speaks_of_change=change), thresholds)


def ids(decision: Decision) -> list[str]:
    return [each.id for each in decision.intents]


def answered(*scored: tuple[Intent, float]) -> list[str]:
    decision = decided(*scored)
    assert decision.outcome is Outcome.ANSWER
    return ids(decision)


SEATS, TURNOUT, BOYCOTT = intent("seats"), intent("turnout"), intent("boycott")
NETS, FISH = intent("nets", IntentKind.DECOY), intent("fish", IntentKind.DECOY)


@pytest.mark.parametrize(
    ("scores", "outcome", "chosen"),
    [
        ({}, Outcome.NO_ANSWER, ["nets"]),
        ({"seats": 0.15}, Outcome.NO_ANSWER, ["nets"]),
        ({"seats": 0.3}, Outcome.CHOICE, ["seats"]),
        ({"seats": 0.5}, Outcome.ANSWER, ["seats"]),
        ({"seats": 0.5, "turnout": 0.4}, Outcome.ANSWER, ["seats"]),
        ({"seats": 0.5, "seats-2016": 0.48}, Outcome.CHOICE, ["seats", "seats-2016"]),
        ({"seats": 0.5, "seats-2016": 0.48, "boycott": 0.3}, Outcome.CHOICE, ["seats", "seats-2016"]),
    ],
)
def test_good_enough_and_clear_of_the_runner_up(scores: dict[str, float], outcome: Outcome, chosen: list[str]) -> None:
    seats, then = (replace(each, elections=frozenset({each.id})) for each in (SEATS, intent("seats-2016")))
    known = {each.id: each for each in (seats, then, TURNOUT, BOYCOTT)}
    rest = max(0.0, 1 - sum(scores.values()))
    decision = decided(*((known[id_], score) for id_, score in scores.items()), (NETS, rest))
    assert (decision.outcome, ids(decision)) == (outcome, chosen)


@pytest.mark.parametrize(
    ("facts", "decoys", "outcome", "chosen"),
    [
        ((0.6,), (0.3,), Outcome.ANSWER, ["seats"]),
        ((0.3,), (0.6,), Outcome.CHOICE, ["seats"]),
        ((0.3,), (0.3, 0.3), Outcome.CHOICE, ["seats"]),
        ((0.1,), (0.9,), Outcome.NO_ANSWER, ["nets"]),
        ((0.3, 0.26), (0.4,), Outcome.ANSWER, ["seats"]),
    ],
)
def test_all_facts_stand_against_all_decoys(
    facts: tuple[float, ...], decoys: tuple[float, ...], outcome: Outcome, chosen: list[str]
) -> None:
    decision = decided(*zip((SEATS, TURNOUT), facts, strict=False), *zip((NETS, FISH), decoys, strict=False))
    assert (decision.outcome, ids(decision)) == (outcome, chosen)
    assert decision.confidence == pytest.approx(sum(facts) / (sum(facts) + sum(decoys)), abs=0.01)


def test_a_decoy_alone_is_recognised_and_declined() -> None:
    decision = decided((NETS, 0.4), (FISH, 0.5))
    assert decision == Decision(Outcome.NO_ANSWER, (FISH,), 0.0, Band.LOW)


def test_a_decoy_is_never_offered() -> None:
    decision = decided((SEATS, 0.5), (TURNOUT, 0.48), (NETS, 0.49))
    assert ids(decision) == ["seats", "turnout"]


def test_the_more_words_are_the_facts_own_the_surer() -> None:
    confidences = [decided((SEATS, 0.6), (NETS, 0.4), coverage=coverage).confidence for coverage in (0.0, 0.5, 1.0)]
    assert confidences == sorted(confidences)
    assert confidences[0] < THRESHOLDS.choice < confidences[2]
    indifferent = THRESHOLDS.model_copy(update={"coverage": 0.0})
    same = [decided((SEATS, 0.6), (NETS, 0.4), thresholds=indifferent, coverage=each).confidence for each in (0.0, 1.0)]
    assert same == pytest.approx([0.6, 0.6], abs=0.01)


def test_no_more_choices_than_fit_a_message() -> None:
    many = [(intent(f"fact-{n}"), 0.5) for n in range(9)]
    assert len(decided(*many).intents) == MAX_CHOICES


def test_facts_of_one_topic_answer_together() -> None:
    one, other = intent("seats-total", topic="seats"), intent("seats-list", topic="seats")
    assert answered((one, 0.7), (other, 0.65)) == ["seats-total", "seats-list"]
    assert answered((one, 0.7), (other, 0.4)) == ["seats-total"], "the other is too far behind"


def test_two_facts_that_are_equally_near_answer_together_though_nothing_relates_them() -> None:
    assert answered((SEATS, 0.7), (TURNOUT, 0.69)) == ["seats", "turnout"]
    assert answered((SEATS, 0.7), (TURNOUT, 0.6)) == ["seats"], "what nothing relates must be nearer than that"


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [("", "", True), ("2016", "", True), ("2016", "2016 2021", True), ("2016", "2021", False)],
)
def test_facts_of_different_elections_never_answer_together(one: str, other: str, together: bool) -> None:
    seats, turnout = (
        replace(each, elections=frozenset(years.split())) for each, years in ((SEATS, one), (TURNOUT, other))
    )
    assert compatible(seats, turnout) is compatible(turnout, seats) is together
    decision = decided((seats, 0.7), (turnout, 0.69))
    assert decision.outcome is (Outcome.ANSWER if together else Outcome.CHOICE)
    assert ids(decision) == ["seats", "turnout"]


def test_of_three_facts_that_are_equally_near_one_is_chosen() -> None:
    decision = decided((SEATS, 0.7), (TURNOUT, 0.69), (BOYCOTT, 0.68))
    assert (decision.outcome, ids(decision)) == (Outcome.CHOICE, ["seats", "turnout", "boycott"])
    assert answered((SEATS, 0.7), (TURNOUT, 0.69), (BOYCOTT, 0.6)) == ["seats", "turnout"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(None, None, True), ("tide", None, True), (None, "tide", True), ("tide", "tide", True), ("tide", "gull", False)],
)
def test_comparisons_are_compatible_that_do_not_name_different_subjects(
    one: str | None, other: str | None, expected: bool
) -> None:
    seats = intent("change-seats", IntentKind.COMPARISON, subject=one)
    votes = intent("change-votes", IntentKind.COMPARISON, subject=other)
    assert compatible(seats, votes) is expected
    decision = decided((seats, 0.7), (votes, 0.69), change=True)
    assert decision.outcome is (Outcome.ANSWER if expected else Outcome.CHOICE)
    assert ids(decision) == ["change-seats", "change-votes"]


def test_a_fact_and_a_comparison_are_not_compatible() -> None:
    compared = intent("change-seats", IntentKind.COMPARISON)
    assert compatible(SEATS, TURNOUT)
    assert not compatible(SEATS, compared)
    assert not compatible(compared, SEATS)


def test_facts_that_a_curator_related_answer_together_whichever_names_the_other() -> None:
    why = intent("boycott-why", related=frozenset({"boycott"}))
    assert answered((BOYCOTT, 0.7), (why, 0.69)) == ["boycott", "boycott-why"]
    assert answered((why, 0.7), (BOYCOTT, 0.69)) == ["boycott-why", "boycott"]


THEN, NOW = (intent(f"seats-{year}", topic=str(year), elections=frozenset({str(year)})) for year in (2016, 2021))
BOTH = intent("change-seats", IntentKind.COMPARISON, shown=frozenset({"seats-2016", "seats-2021"}))


def test_a_comparison_is_no_rival_of_the_facts_it_shows() -> None:
    assert answered((NOW, 0.7), (BOTH, 0.6)) == ["seats-2021"]
    assert answered((BOTH, 0.7), (NOW, 0.69)) == ["change-seats"]


def test_where_either_election_may_be_meant_the_comparison_answers() -> None:
    assert answered((NOW, 0.7), (BOTH, 0.69)) == ["change-seats"]
    assert answered((NOW, 0.7), (THEN, 0.69), (BOTH, 0.3)) == ["change-seats"]
    assert answered((NOW, 0.7), (THEN, 0.4), (BOTH, 0.3)) == ["seats-2021"]
    assert decided((NOW, 0.7), (THEN, 0.69)).outcome is Outcome.CHOICE


def test_a_fact_that_the_comparison_does_not_show_is_its_rival() -> None:
    assert decided((NOW, 0.7), (BOTH, 0.69), (BOYCOTT, 0.68)).outcome is Outcome.CHOICE


LEAGUE = intent("change-league", IntentKind.COMPARISON)


def test_a_comparison_is_no_rival_of_a_fact_unless_change_is_spoken_of() -> None:
    scored = ((SEATS, 0.7), (LEAGUE, 0.69))
    assert answered(*scored) == ["seats"]
    spoken = decided(*scored, change=True)
    assert (spoken.outcome, ids(spoken)) == (Outcome.CHOICE, ["seats", "change-league"])


def test_a_fact_is_no_rival_of_a_comparison_where_change_is_spoken_of() -> None:
    scored = ((LEAGUE, 0.7), (SEATS, 0.69))
    assert ids(decided(*scored, change=True)) == ["change-league"]
    assert decided(*scored, change=True).outcome is Outcome.ANSWER
    assert decided(*scored).outcome is Outcome.CHOICE


def test_what_stands_behind_a_comparison_that_is_no_rival_is_looked_at() -> None:
    then, now = (replace(each, shown=frozenset()) for each in (THEN, NOW))
    assert answered((SEATS, 0.7), (LEAGUE, 0.69), (TURNOUT, 0.68)) == ["seats", "turnout"]
    assert decided((now, 0.7), (LEAGUE, 0.69), (then, 0.68)).outcome is Outcome.CHOICE


def test_an_answer_holds_only_so_many_facts() -> None:
    many = [(intent(f"fact-{n}", topic="seats"), 0.7) for n in range(5)]
    decision = decided(*many)
    assert decision.outcome is Outcome.ANSWER
    assert len(decision.intents) == MAX_TOGETHER


def test_a_stranger_behind_facts_that_belong_together_still_stands_in_the_way() -> None:
    one, other = intent("seats-total", topic="seats"), intent("seats-list", topic="seats")
    assert decided((one, 0.7), (other, 0.69), (TURNOUT, 0.68)).outcome is Outcome.CHOICE
    assert answered((one, 0.7), (other, 0.69), (TURNOUT, 0.5)) == ["seats-total", "seats-list"]


def test_elections_are_kept_apart() -> None:
    then = intent("seats-2016", topic="seats", elections=frozenset({"council-2016"}))
    now = intent("seats-2020", topic="seats", elections=frozenset({"council-2020"}))
    both = intent("size", topic="seats", elections=frozenset({"council-2016", "council-2020"}))
    assert not belong_together(then, now)
    assert decided((then, 0.7), (now, 0.68)).outcome is Outcome.CHOICE
    assert belong_together(then, both)
    assert belong_together(now, intent("seats-always", topic="seats"))


def test_comparisons_of_one_subject_answer_together() -> None:
    seats = intent("change-seats-tide", IntentKind.COMPARISON, topic="change-seats", subject="tide")
    votes = intent("change-votes-tide", IntentKind.COMPARISON, topic="change-votes", subject="tide")
    other = intent("change-votes-gull", IntentKind.COMPARISON, topic="change-votes", subject="gull")
    assert answered((seats, 0.7), (votes, 0.69)) == ["change-seats-tide", "change-votes-tide"]
    assert decided((seats, 0.7), (other, 0.69)).outcome is Outcome.CHOICE
    assert not belong_together(replace(seats, subject=None), replace(votes, subject=None))


def test_comparisons_of_one_topic_are_no_rivals() -> None:
    table = intent("what-changed", IntentKind.COMPARISON, topic="change-seats")
    most = intent("who-gained", IntentKind.COMPARISON, topic="change-seats")
    assert answered((table, 0.7), (most, 0.7)) == ["what-changed"]


def test_a_stranger_behind_what_is_the_same_answer_still_stands_in_the_way() -> None:
    assert decided((BOTH, 0.7), (NOW, 0.69), (BOYCOTT, 0.68)).outcome is Outcome.CHOICE


def test_a_fact_is_not_put_beside_a_comparison_of_its_subject() -> None:
    compared = intent("change-seats-tide", IntentKind.COMPARISON, subject="tide")
    assert not belong_together(compared, intent("tide-seats", subject="tide"))
    assert not belong_together(intent("tide-seats", subject="tide"), compared)


def test_a_score_just_at_a_threshold_reaches_it() -> None:
    """With scores that a computer holds exactly, so that no rounding decides."""
    halves = THRESHOLDS.model_copy(update={"rival": 0.5, "together": 0.5})
    one, other = intent("seats-total", topic="seats"), intent("seats-list", topic="seats")
    assert ids(decided((one, 0.5), (other, 0.25), thresholds=halves)) == ["seats-total", "seats-list"]
    assert ids(decided((NOW, 0.5), (BOTH, 0.25), thresholds=halves)) == ["change-seats"]
    assert ids(decided((SEATS, 0.5), (TURNOUT, 0.25), thresholds=halves)) == ["seats", "turnout"]
    assert decided((NOW, 0.5), (THEN, 0.25), thresholds=halves).outcome is Outcome.CHOICE
    assert ids(decided((NOW, 0.5), (THEN, 0.5 * CHOICE_SPREAD), thresholds=halves)) == ["seats-2021", "seats-2016"]


def test_a_confidence_just_at_a_threshold_reaches_it() -> None:
    sure = decided((SEATS, 0.5), (NETS, 0.4)).confidence
    answers = THRESHOLDS.model_copy(update={"accept": sure})
    assert decided((SEATS, 0.5), (NETS, 0.4), thresholds=answers).outcome is Outcome.ANSWER
    offers = THRESHOLDS.model_copy(update={"accept": 1.0, "choice": sure})
    assert decided((SEATS, 0.5), (NETS, 0.4), thresholds=offers).outcome is Outcome.CHOICE


def test_a_fact_and_a_comparison_are_different_answers() -> None:
    compared = intent("change-seats", IntentKind.COMPARISON, topic="seats", related=frozenset({"seats"}))
    assert not belong_together(SEATS, compared)
    assert decided((SEATS, 0.7), (compared, 0.69), change=True).outcome is Outcome.CHOICE


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.9, Band.HIGH), (0.8, Band.HIGH), (0.7, Band.MEDIUM), (0.6, Band.MEDIUM), (0.5, Band.LOW), (0.0, Band.LOW)],
)
def test_bands(value: float, expected: Band) -> None:
    assert band(value, THRESHOLDS) is expected


ASKED = [SEATS, TURNOUT, BOYCOTT, NETS, FISH, intent("all", topic="turnout"), THEN, NOW, BOTH, LEAGUE]
SCORED = st.lists(
    st.tuples(st.sampled_from(ASKED), st.floats(0, 1.5)),
    max_size=8,
    unique_by=lambda each: each[0].id,
)


@given(SCORED, st.booleans())
def test_whatever_the_scores_a_decision_is_well_formed(scored: list[tuple[Intent, float]], change: bool) -> None:
    decision = decided(*scored, change=change)
    kinds = {each.kind for each in decision.intents}
    assert 0 <= decision.confidence <= 1
    match decision.outcome:
        case Outcome.ANSWER:
            assert 1 <= len(decision.intents) <= MAX_TOGETHER
            assert decision.confidence >= THRESHOLDS.accept
        case Outcome.CHOICE:
            assert 1 <= len(decision.intents) <= MAX_CHOICES
            assert decision.confidence >= THRESHOLDS.choice
        case Outcome.NO_ANSWER:
            assert len(decision.intents) <= 1
            assert kinds <= {IntentKind.DECOY}
            assert decision.confidence < THRESHOLDS.choice
    assert decision.outcome is Outcome.NO_ANSWER or IntentKind.DECOY not in kinds
    assert decision.outcome is Outcome.ANSWER or decision.band is Band.LOW


@given(st.lists(st.tuples(st.sampled_from(ASKED), st.floats(0.6, 0.7)), max_size=8, unique_by=lambda each: each[0].id))
@example([(NOW, 0.7), (BOTH, 0.69), (BOYCOTT, 0.68)])
@example([(NOW, 0.7), (BOYCOTT, 0.69), (BOTH, 0.68)])
def test_what_answers_together_may_stand_together(scored: list[tuple[Intent, float]]) -> None:
    decision = decided(*scored)
    if decision.outcome is Outcome.ANSWER and len(decision.intents) > 1:
        one, other = decision.intents
        assert compatible(one, other) or belong_together(one, other)
