"""What a question names must agree with what an intent is about, or the intent is out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from knowledge.analysis import Analysis
from knowledge.answer import Answerer
from knowledge.finding import Finder, phrasing_readers, worded_intents
from knowledge.gates import (
    ASKS_FACTOR,
    BEFORE_FACTOR,
    CHANGE_FACTOR,
    COMPARED_FACTOR,
    NEGATION_FACTOR,
    Gate,
    Gates,
    Rejection,
)
from knowledge.intents import BEYOND, Intent, IntentKind
from knowledge.lexicon import Lexicon
from knowledge.load import FactBase
from knowledge.model import Language
from knowledge.understand import Analyser


@pytest.fixture(scope="module")
def english(two_base: FactBase, lexicon: Lexicon) -> Analyser:
    return Finder(two_base, lexicon).reader.analyser(Language.EN)


@pytest.fixture(scope="module")
def intents(two_base: FactBase, lexicon: Lexicon) -> Mapping[str, Intent]:
    return {each.intent.id: each.intent for each in worded_intents(two_base, phrasing_readers(two_base, lexicon))}


@pytest.fixture
def gates(two: Answerer) -> Gates:
    return Gates(two.base.entities, two.base.manifest.election, two.base.manifest.before)


@pytest.mark.parametrize(
    ("question", "intent", "expected"),
    [
        ("turnout", "turnout", None),
        ("turnout in 2020", "turnout", None),
        ("turnout in 2016", "turnout", Rejection(Gate.YEAR, "2016")),
        ("turnout in 2023", "turnout", Rejection(Gate.YEAR, "2023")),
        ("turnout in 2016", "turnout-2016", None),
        ("turnout in 2020", "turnout-2016", Rejection(Gate.YEAR, "2020")),
        ("turnout at the old council election", "turnout", Rejection(Gate.ELECTION, "council-2016")),
        ("turnout at the council election", "turnout", None),
        ("turnout of the tide", "turnout", Rejection(Gate.NAME, "tide")),
        ("turnout in almaty", "turnout", Rejection(Gate.PLACE, "place:almaty")),
        ("turnout in kyrgyzstan", "turnout", Rejection(Gate.COUNTRY, "place:kyrgyzstan")),
        ("seats", "tide-seats", Rejection(Gate.MISSING_NAME, "tide")),
        ("harbour seats", "tide-seats", Rejection(Gate.MISSING_NAME, "tide")),
        ("tide and harbour seats", "tide-seats", Rejection(Gate.NAME, "harbour")),
        ("tide seats", "tide-seats", None),
        ("tide seats in the council", "tide-seats", None),
        ("boycott in 2020", "boycott", None),
        ("boycott in 2016", "boycott", Rejection(Gate.YEAR, "2016")),
        ("tide seats in 2016 and 2020", "change-seats-tide", None),
        ("tide seats in 2016 and 2020", "tide-seats-2016", Rejection(Gate.ELECTION, "council-2020")),
        ("tide seats in 2016 and 2020", "tide-seats", Rejection(Gate.ELECTION, "council-2016")),
        ("tide seats in 2016 and 2023", "change-seats-tide", Rejection(Gate.YEAR, "2023")),
        ("size of the council in 2016 and 2020", "council-size", None),
        ("nets of the tide in almaty in 2023", "nets", None),
    ],
)
def test_gates(
    gates: Gates,
    english: Analyser,
    intents: Mapping[str, Intent],
    question: str,
    intent: str,
    expected: Rejection | None,
) -> None:
    assert gates.check(english.analyse(question), intents[intent]) == expected


def test_without_an_election_to_compare_with_both_years_are_only_years(
    two: Answerer, english: Analyser, intents: Mapping[str, Intent]
) -> None:
    gates = Gates(two.base.entities, two.base.manifest.election)
    question = english.analyse("tide seats in 2016 and 2020")
    assert gates.check(question, intents["tide-seats-2016"]) == Rejection(Gate.YEAR, "2020")


def test_a_soft_name_rules_nothing_out(two: Answerer, english: Analyser, intents: Mapping[str, Intent]) -> None:
    softened = {id_: entity.model_copy(update={"soft": id_ == "tide"}) for id_, entity in two.base.entities.items()}
    question = english.analyse("turnout of the tide")
    assert Gates(softened, two.base.manifest.election).check(question, intents["turnout"]) is None


def test_what_the_fact_is_said_to_be_about_may_be_named(
    gates: Gates, english: Analyser, intents: Mapping[str, Intent]
) -> None:
    about = replace(intents["turnout"], about=intents["turnout"].about | {"tide"})
    assert gates.check(english.analyse("turnout of the tide"), about) is None


FACT = Intent(
    id="fact",
    kind=IntentKind.FACT,
    topic="topic",
    related=frozenset(),
    shown=frozenset(),
    about=frozenset(),
    required=frozenset(),
    years=frozenset(),
    elections=frozenset(),
    subject=None,
    prior=1.0,
    asks=frozenset(),
    negated=False,
    speaks_of_change=False,
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("turnout", None),
        ("turnout in 2020", None),
        ("turnout in 2016", Rejection(Gate.YEAR, "2016")),
    ],
)
def test_what_is_of_no_year_is_of_the_election_meant(
    gates: Gates, english: Analyser, question: str, expected: Rejection | None
) -> None:
    assert FACT.years == frozenset()
    assert gates.check(english.analyse(question), FACT) == expected


def test_both_elections_may_be_named_by_name_alone(gates: Gates, english: Analyser) -> None:
    question = english.analyse("the council election and the old council election")
    assert question.entities == {"council-2020", "council-2016"}
    then = replace(FACT, elections=frozenset({"council-2016"}), about=question.entities)
    assert gates.check(question, then) == Rejection(Gate.ELECTION, "council-2020")


def test_the_election_meant_is_in_the_way_of_what_is_about_another(gates: Gates, english: Analyser) -> None:
    question = english.analyse("turnout at the council election")
    assert gates.check(question, replace(FACT, about=frozenset({"tide"}))) is None
    then = replace(FACT, about=frozenset({"tide", "somebody unlisted", "council-2016"}))
    assert gates.check(question, then) == Rejection(Gate.ELECTION, "council-2020")


@pytest.fixture
def plain(english: Analyser) -> Analysis:
    return english.analyse("turnout")


def test_nothing_to_doubt(gates: Gates, plain: Analysis) -> None:
    assert gates.doubt(plain, FACT) == 1


@pytest.mark.parametrize(
    ("question", "change", "factor"),
    [
        ("who voted", {"asks": "when"}, ASKS_FACTOR),
        ("who voted", {"asks": "who when"}, 1),
        ("who voted", {"asks": ""}, 1),
        ("turnout", {"asks": "who"}, 1),
        ("not turnout", {}, NEGATION_FACTOR),
        ("not turnout", {"negated": True}, 1),
        ("turnout", {"negated": True}, 1),
        ("turnout since then", {}, CHANGE_FACTOR),
        ("turnout since then", {"speaks_of_change": True}, 1),
        ("turnout", {"speaks_of_change": True}, CHANGE_FACTOR),
        ("turnout since then", {"kind": IntentKind.COMPARISON, "speaks_of_change": True}, COMPARED_FACTOR),
        ("turnout", {"kind": IntentKind.COMPARISON, "speaks_of_change": True}, CHANGE_FACTOR),
        ("turnout since then", {"kind": IntentKind.DECOY}, 1),
        ("turnout", {"kind": IntentKind.DECOY, "speaks_of_change": True}, 1),
        ("previous turnout", {}, 1),
        ("previous and new turnout", {}, CHANGE_FACTOR),
        ("previous and new turnout", {"speaks_of_change": True}, 1),
        ("previous and new turnout", {"kind": IntentKind.COMPARISON, "speaks_of_change": True}, COMPARED_FACTOR),
        ("previous turnout", {"kind": IntentKind.COMPARISON, "speaks_of_change": True}, CHANGE_FACTOR),
        ("turnout", {"prior": BEYOND}, BEYOND),
    ],
)
def test_doubt_lowers_a_score(
    gates: Gates, english: Analyser, question: str, change: dict[str, Any], factor: float
) -> None:
    fields = dict(change)
    if isinstance(fields.get("asks"), str):
        fields["asks"] = frozenset(str(fields["asks"]).split())
    intent = replace(FACT, **fields)
    assert gates.doubt(english.analyse(question), intent) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("question", "change", "factor"),
    [
        ("turnout since then", {}, CHANGE_FACTOR),
        ("who did not vote", {"asks": frozenset({"when"})}, ASKS_FACTOR * NEGATION_FACTOR),
        ("turnout since then", {"kind": IntentKind.COMPARISON}, CHANGE_FACTOR * COMPARED_FACTOR),
        ("not turnout", {"elections": frozenset({"council-2016"})}, BEFORE_FACTOR * NEGATION_FACTOR),
    ],
)
def test_doubts_add_up(gates: Gates, english: Analyser, question: str, change: dict[str, Any], factor: float) -> None:
    unlikely = replace(FACT, prior=BEYOND, **change)
    assert gates.doubt(english.analyse(question), unlikely) == pytest.approx(BEYOND * factor)


@pytest.mark.parametrize(
    ("question", "elections", "factor"),
    [
        ("turnout", "council-2016", BEFORE_FACTOR),
        ("new turnout", "council-2016", BEFORE_FACTOR),
        ("previous turnout", "council-2016", 1),
        ("turnout of the old council election", "council-2016", 1),
        ("turnout of the council election", "council-2016", BEFORE_FACTOR),
        ("turnout", "council-2020", 1),
        ("turnout", "council-2016 council-2020", 1),
        ("turnout", "council-2012", 1),
        ("turnout", "", 1),
    ],
)
def test_an_election_that_was_before_must_be_spoken_of(
    gates: Gates, english: Analyser, question: str, elections: str, factor: float
) -> None:
    fact = replace(FACT, elections=frozenset(elections.split()))
    assert gates.doubt(english.analyse(question), fact) == factor


def test_a_year_speaks_of_an_election_too(gates: Gates, english: Analyser) -> None:
    then = replace(FACT, elections=frozenset({"council-2016"}), years=frozenset({2016}))
    assert gates.doubt(english.analyse("turnout in 2016"), then) == 1


def test_whoever_gives_a_figure_may_mean_either_election(gates: Gates, plain: Analysis) -> None:
    then = replace(FACT, elections=frozenset({"council-2016"}))
    given = replace(plain, features={**plain.features, "78.4": 1.0})
    assert gates.doubt(given, then) == 1
    assert gates.doubt(replace(plain, features={"@tide": 1.0, "?who": 0.5}), then) == BEFORE_FACTOR


def test_without_an_election_to_compare_with_none_was_before(two: Answerer, plain: Analysis) -> None:
    alone = Gates(two.base.entities, two.base.manifest.election)
    assert alone.doubt(plain, replace(FACT, elections=frozenset({"council-2016"}))) == 1
    assert alone.doubt(plain, FACT) == 1


def test_the_factors_lower_and_raise_what_they_should() -> None:
    assert max(ASKS_FACTOR, NEGATION_FACTOR, BEFORE_FACTOR, CHANGE_FACTOR, BEYOND) < 1 < COMPARED_FACTOR


def test_what_an_intent_is_about_comes_from_its_phrasings(intents: Mapping[str, Intent]) -> None:
    assert intents["tide-seats"].required == {"tide"}
    assert intents["tide-seats"].years == {2020}
    assert intents["tide-seats"].elections == {"council-2020"}
    assert intents["turnout"].required == frozenset()
    assert intents["turnout"].prior == 1
    assert intents["turnout-almanac"].prior == BEYOND
    assert intents["change-seats-tide"].subject == "tide"
    assert intents["change-seats-tide"].years == {2016, 2020}
    assert intents["change-seats-tide"].speaks_of_change
    assert not intents["turnout"].speaks_of_change
    assert intents["what-changed"].subject is None
