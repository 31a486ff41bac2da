"""Candidates from a question: what the index says, what the learnt weights say, doubts, parts, comparisons."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.analysis import Analysis, Question
from knowledge.gates import BEFORE_FACTOR, CHANGE_FACTOR, COMPARED_FACTOR, NEGATION_FACTOR, Gate, Gates, Rejection
from knowledge.index import IntentIndex
from knowledge.intents import Intent, IntentKind, WordedIntent
from knowledge.learned import LearnedWeights
from knowledge.lexicon import Cue, Time
from knowledge.match import (
    COMPARED,
    LIFTED,
    LIFTED_SURELY,
    LIKELY,
    PART,
    UNLEARNT,
    Candidate,
    Matcher,
    Parts,
    Ranking,
)
from knowledge.model import Entity, Language
from tests.knowledge.intents import intent
from tests.knowledge.networks import weights

EN, RU, _ = Language
ELECTION = Entity.model_validate(
    {"id": "council-2020", "type": "election", "name": {"en": "council election"}, "year": 2020}
)
GATES = Gates({ELECTION.id: ELECTION}, ELECTION.id)

Wordings = Mapping[Intent, Sequence[str]]


def analysis(words: str, **more: Any) -> Analysis:
    """A text of these words, each a feature of full strength."""
    fields: dict[str, Any] = {
        "unknown": 0.0, "mentions": (), "years": frozenset(), "asks": frozenset(), "cues": frozenset(),
        "negated": False,
    }  # fmt: skip
    return Analysis(features=dict.fromkeys(words.split(), 1.0), **fields | more)


def matcher(wordings: Wordings, learned: LearnedWeights | None = None) -> Matcher:
    intents = [WordedIntent(each, {EN: [analysis(words) for words in lines]}) for each, lines in wordings.items()]
    return Matcher(intents, GATES, {EN: learned} if learned is not None else {})


def ranking(matcher: Matcher, words: str, *parts: str, language: Language = EN, **more: Any) -> Ranking:
    whole = analysis(words, **more)
    return matcher.rank(Question(words, whole, tuple(map(analysis, parts)), whole, language))


def by_id(candidates: Sequence[Candidate]) -> dict[str, Candidate]:
    return {each.intent.id: each for each in candidates}


SEATS, TURNOUT, BOYCOTT, FISH = intent("seats"), intent("turnout"), intent("boycott"), intent("fish")
NETS = intent("nets", IntentKind.DECOY)
WORDINGS: Wordings = {
    SEATS: ["seat tide", "seat win"],
    NETS: ["net", "count net vote"],
    TURNOUT: ["turnout", "vote share"],
    FISH: ["fish vote", "fish harbour"],
    BOYCOTT: ["boycott vote", "vote refuse"],
}
FEATURES = [[dict.fromkeys(words.split(), 1.0) for words in lines] for lines in WORDINGS.values()]
WEIGHTS = weights(
    ["gone", "boycott", "nets", "seats", "turnout"],  # nothing was learnt for "fish", and "gone" is no more
    {
        "vote": [2, 4, 2, 0, 3],
        "boycott": [0, 6, 0, 0, 0],
        "share": [0, 0, 0, 0, 6],
        "seat": [0, 0, 0, 8, 0],
        "net": [0, 0, 8, 0, 0],
    },
    step=0.5,
    biases=[0.5, 0.1, 0.0, 0.0, -0.1],
)


@pytest.fixture
def learnt() -> Matcher:
    return matcher(WORDINGS, WEIGHTS)


@pytest.fixture
def untrained() -> Matcher:
    return matcher(WORDINGS)


@pytest.fixture(params=["learnt", "untrained"])
def asked(request: pytest.FixtureRequest) -> Matcher:
    """With weights, and without."""
    found: Matcher = request.getfixturevalue(request.param)
    return found


SHARE = Parts(1.0, 0.0).score
"""What the index alone counts for."""


@pytest.mark.parametrize(
    ("parts", "score"),
    [
        (Parts(0.4, 0.6), SHARE * 0.4 + (1 - SHARE) * 0.6),
        (Parts(0.5, 0.5), 0.5),
        (Parts(0.4, None), 0.4),
        (Parts(None, 0.6), 0.6),
        (Parts(None, None), 0.0),
        (Parts(0.5, 0.5, 0.5), 0.25),
        (Parts(0.4, None, 0.5), 0.2),
        (Parts(0.9, 0.9, 1.3), 1.0),
    ],
)
def test_a_score_is_what_index_and_weights_say_or_one_alone(parts: Parts, score: float) -> None:
    assert 0 < SHARE < 1
    assert parts.score == pytest.approx(score)


def test_without_weights_the_index_decides_less_what_is_not_covered(untrained: Matcher) -> None:
    found = by_id(ranking(untrained, "vote zorp").passed)
    numbers = {each.id: number for number, each in enumerate(WORDINGS)}
    expected = {score.intent: score for score in IntentIndex(FEATURES).score(dict.fromkeys(["vote", "zorp"], 1.0), 0)}
    assert found.keys() == {"turnout", "boycott", "fish", "nets"}
    for id_, candidate in found.items():
        score = expected[numbers[id_]]
        near = score.value * math.sqrt(score.coverage)
        assert candidate.parts is not None
        assert candidate.parts.index == pytest.approx(near)
        assert (candidate.parts.learned, candidate.parts.factor) == (None, 1.0)
        assert candidate.score == pytest.approx(near)
        assert candidate.coverage == pytest.approx(score.coverage)
        assert candidate.likelihood == pytest.approx(near**UNLEARNT)


def test_with_weights_both_are_heard(learnt: Matcher) -> None:
    features = dict.fromkeys(["vote", "boycott"], 1.0)
    index = IntentIndex(FEATURES, profile=0.0)  # the weights know better what an intent is like as a whole
    likely = {WEIGHTS.intents[n]: value for n, value in WEIGHTS.likeliest(features, LIKELY)}
    score = next(each for each in index.score(features, 0) if each.intent == 4)
    best = ranking(learnt, "vote boycott").passed[0]
    assert best.intent is BOYCOTT
    assert best.likelihood == pytest.approx(likely["boycott"])
    assert best.parts is not None
    near, learned = score.value * math.sqrt(score.coverage), likely["boycott"] * score.coverage
    assert best.parts.index == pytest.approx(near)
    assert best.parts.learned == pytest.approx(learned)
    assert best.score == pytest.approx(SHARE * near + (1 - SHARE) * learned)


def test_the_weights_count_less_the_less_of_the_question_is_covered(learnt: Matcher) -> None:
    found = by_id(ranking(learnt, "vote refuse seat").passed)["boycott"]
    assert found.parts is not None
    assert 0 < found.coverage < 1
    assert found.parts.learned == pytest.approx(found.likelihood * found.coverage)


def test_an_intent_that_the_weights_do_not_know_has_what_the_index_says(learnt: Matcher) -> None:
    found = by_id(ranking(learnt, "vote fish").passed)
    assert "gone" not in found, "what was learnt for an intent that is no more is of no use"
    fish = found["fish"]
    assert fish.parts is not None
    assert fish.parts.index is not None
    assert fish.parts.learned is None
    assert fish.score == pytest.approx(fish.parts.index)
    assert fish.likelihood == pytest.approx(fish.parts.index**UNLEARNT)
    assert all(each.parts is not None and each.parts.learned is not None for each in found.values() if each != fish)


def test_a_decoy_has_what_the_weights_say_of_it(learnt: Matcher) -> None:
    decoy = by_id(ranking(learnt, "net vote").passed)["nets"]
    assert decoy.parts == Parts(None, decoy.likelihood, 1.0)
    assert decoy.score == pytest.approx(decoy.likelihood)
    assert decoy.score > 0.5
    assert decoy.coverage == 0


def test_only_the_likeliest_facts_are_compared_phrasing_by_phrasing() -> None:
    facts = [intent(f"fact-{n:02}") for n in range(20)]
    wordings = {each: [f"word own{n}"] for n, each in enumerate(facts)}
    learned = weights([each.id for each in facts], {"word": range(15, -5, -1)}, step=0.2)
    found = by_id(ranking(matcher(wordings, learned), "word").passed)
    assert sorted(found) == [each.id for each in facts[:LIKELY]]
    compared = [id_ for id_, each in found.items() if each.parts is not None and each.parts.index is not None]
    assert sorted(compared) == [each.id for each in facts[:COMPARED]]


def test_stopwords_and_their_order_are_heard_by_the_weights_alone() -> None:
    learned = weights(["who", "what"], {"punish": [1, 1], "!who": [8, 0], "!$_for": [0, 8]})
    asked = matcher({intent("who"): ["punish"], intent("what"): ["punish"]}, learned)
    who = ranking(asked, "punish", typed=("who", "was", "punish"))
    what = ranking(asked, "punish", typed=("what", "punish", "is", "for"))
    assert who.passed[0].intent.id == "who"
    assert what.passed[0].intent.id == "what"
    assert who.passed[0].coverage == what.passed[0].coverage == 1, "none of them counts as a word not covered"


def test_where_the_weights_know_nothing_the_index_decides() -> None:
    asked = matcher(WORDINGS, weights(["seats"], {"zorp": [1]}))
    assert ranking(asked, "vote share") == ranking(matcher(WORDINGS, weights(["seats"], {})), "vote share")
    found = by_id(ranking(asked, "vote share").passed)
    assert found["turnout"].parts is not None
    assert (found["turnout"].parts.learned, found["turnout"].coverage) == (None, 1)


def test_what_no_phrasing_has_a_word_of_finds_nothing(asked: Matcher) -> None:
    assert ranking(asked, "zorp flibble") == Ranking((), ())
    assert ranking(asked, "vote", language=RU) == Ranking((), ()), "nothing was worded in that language"


def test_doubts_lower_score_and_likelihood(asked: Matcher) -> None:
    plain, doubted = (by_id(ranking(asked, "vote share", negated=negated).passed) for negated in (False, True))
    assert doubted.keys() == plain.keys()
    for id_, candidate in doubted.items():
        assert candidate.score == pytest.approx(plain[id_].score * NEGATION_FACTOR)
        assert candidate.likelihood == pytest.approx(plain[id_].likelihood * NEGATION_FACTOR)
        assert candidate.coverage == plain[id_].coverage
        assert candidate.parts is not None
        assert candidate.parts.factor == pytest.approx(NEGATION_FACTOR)


def test_nothing_is_likelier_for_speaking_of_change() -> None:
    compared = intent("change", IntentKind.COMPARISON, speaks_of_change=True)
    asked = matcher({compared: ["vote share"], SEATS: ["seat"]})
    (plain,) = ranking(asked, "vote zorp").passed
    (spoken,) = ranking(asked, "vote zorp", cues=frozenset({Cue.CHANGE})).passed
    assert plain.parts is not None
    assert plain.parts.factor == pytest.approx(CHANGE_FACTOR)
    assert spoken.score == pytest.approx(plain.score * COMPARED_FACTOR / CHANGE_FACTOR)
    assert spoken.likelihood == pytest.approx(plain.likelihood / CHANGE_FACTOR), "certain at most, never surer"


def test_what_a_gate_puts_out_stands_apart_with_the_reason() -> None:
    then = intent("then", years=frozenset({2016}))
    found = ranking(matcher({then: ["vote"], TURNOUT: ["vote turnout"]}), "vote", years=frozenset({2020}))
    assert [each.intent for each in found.passed] == [TURNOUT]
    (out,) = found.rejected
    assert (out.intent, out.rejection) == (then, Rejection(Gate.YEAR, "2020"))
    assert out.score > found.passed[0].score, "however well it fits"


def test_a_fact_about_the_election_before_is_as_likely_as_its_time_is_spoken_of() -> None:
    before = Entity.model_validate({"id": "council-2016", "type": "election", "name": {"en": "old one"}, "year": 2016})
    then = WordedIntent(intent("then", elections=frozenset({"council-2016"})), {EN: [analysis("vote share")]})
    asked = Matcher([then], Gates({each.id: each for each in (ELECTION, before)}, ELECTION.id, before.id), {})
    (plain,) = ranking(asked, "vote share").passed
    (spoken,) = ranking(asked, "vote share", times=frozenset({Time.BEFORE})).passed
    assert plain.score == pytest.approx(BEFORE_FACTOR * spoken.score)
    assert plain.likelihood == pytest.approx(BEFORE_FACTOR * spoken.likelihood)


# --- questions in parts --------------------------------------------------------------------------------

STORY = "tide harbour fish win refuse"


@pytest.fixture
def parted() -> Matcher:
    return matcher({**WORDINGS, intent("other"): ["tide harbour win refuse"]})


def test_what_a_part_says_better_than_the_whole_raises_the_score_alone(parted: Matcher) -> None:
    whole = by_id(ranking(parted, f"{STORY} vote share turnout").passed)["turnout"]
    alone = by_id(ranking(parted, "vote share turnout").passed)["turnout"]
    found = by_id(ranking(parted, f"{STORY} vote share turnout", "vote share turnout").passed)["turnout"]
    assert whole.score < found.score == pytest.approx(PART * alone.score)
    assert (found.coverage, found.likelihood) == (whole.coverage, whole.likelihood)
    assert found.parts is not None
    assert found.parts.factor == PART


def test_what_a_part_says_less_well_changes_nothing(parted: Matcher) -> None:
    whole = ranking(parted, "vote share turnout")
    assert by_id(ranking(parted, "vote share turnout", "vote fish harbour").passed)["turnout"] == whole.passed[0]


@pytest.mark.parametrize(
    ("part", "heard"), [("vote share turnout", True), ("share turnout", False), ("turnout", False)]
)
def test_a_part_of_a_word_or_two_asks_nothing_by_itself(parted: Matcher, part: str, heard: bool) -> None:
    asked = f"{STORY} vote share turnout"
    assert (ranking(parted, asked, part) != ranking(parted, asked)) is heard


def test_a_short_part_does_not_hide_the_next(parted: Matcher) -> None:
    asked = f"{STORY} vote share turnout"
    both = ranking(parted, asked, "turnout", "vote share turnout")
    assert both == ranking(parted, asked, "vote share turnout") != ranking(parted, asked)


def test_a_part_that_is_a_decoys_counts_less_too(learnt: Matcher) -> None:
    whole, part = "vote boycott refuse net count", "net count vote"
    alone = by_id(ranking(learnt, part).passed)["nets"]
    found = by_id(ranking(learnt, whole, part).passed)["nets"]
    assert alone.parts is not None
    assert found.parts == replace(alone.parts, factor=PART)


def test_pairs_of_words_do_not_make_a_part_longer(parted: Matcher) -> None:
    asked = f"{STORY} share turnout"
    assert ranking(parted, asked, "share turnout share_turnout ?who ~change") == ranking(parted, asked)


def test_what_only_a_part_finds_is_neither_likely_nor_covered() -> None:
    story = " ".join(f"word{n}" for n in range(30))
    asked = matcher({intent("story"): [story], TURNOUT: ["vote share turnout"]})
    assert "turnout" not in by_id(ranking(asked, f"{story} vote share turnout").passed), "far behind"
    found = by_id(ranking(asked, f"{story} vote share turnout", "vote share turnout").passed)["turnout"]
    assert found.score == pytest.approx(PART)
    assert (found.coverage, found.likelihood) == (0.0, 0.0)


# --- comparisons ---------------------------------------------------------------------------------------

CHANGE = frozenset({Cue.CHANGE})


def compared(shown: frozenset[str] = frozenset({"seats"}), prior: float = 1.0) -> Intent:
    return intent("change", IntentKind.COMPARISON, speaks_of_change=True, shown=shown, prior=prior)


def asked_of_change(fact: Intent, comparison: Intent, words: str = "seat tide", **more: Any) -> list[tuple[str, float]]:
    found = ranking(matcher({fact: ["seat tide"], comparison: ["seat tide gain lose since"]}), words, **more)
    return [(each.intent.id, each.score) for each in found.passed]


def test_a_comparison_fits_a_question_about_change_as_well_as_the_fact_that_it_shows() -> None:
    (first, score), (second, other) = asked_of_change(SEATS, compared(prior=0.5), cues=CHANGE)
    assert (first, second) == ("change", "seats")
    assert score == other == pytest.approx(CHANGE_FACTOR)


def test_without_a_word_of_change_the_fact_comes_first() -> None:
    (first, score), (_, other) = asked_of_change(SEATS, compared())
    assert first == "seats"
    assert other < score


def test_a_comparison_that_hardly_fits_or_shows_something_else_stays_where_it_is() -> None:
    for comparison in (compared(prior=0.01), compared(frozenset({"turnout"}), 0.5), compared(frozenset(), 0.5)):
        (first, score), (_, other) = asked_of_change(SEATS, comparison, cues=CHANGE)
        assert first == "seats"
        assert other < score


@pytest.mark.parametrize(("share", "lifted"), [(LIFTED - 0.02, False), (LIFTED + 0.02, True)])
def test_a_fifth_of_the_facts_score_is_fit_enough(share: float, lifted: bool) -> None:
    alone = dict(asked_of_change(SEATS, compared(frozenset()), cues=CHANGE))
    scores = asked_of_change(SEATS, compared(prior=share * alone["seats"] / alone["change"]), cues=CHANGE)
    assert (scores[0][0] == "change") is lifted


def test_a_comparison_that_fits_better_keeps_its_own_score() -> None:
    words = "seat tide gain lose since"
    (first, score), (_, other) = asked_of_change(SEATS, compared(), words, cues=CHANGE)
    assert (first, score) == ("change", 1.0)
    assert other < score


BOTH_TIMES = frozenset(Time)


@pytest.mark.parametrize("time", Time)
def test_one_of_the_times_says_nothing_about_change(time: Time) -> None:
    (first, _), _ = asked_of_change(SEATS, compared(prior=0.5), times=frozenset({time}))
    assert first == "seats"


def test_whoever_names_both_times_speaks_of_change() -> None:
    (first, score), (_, other) = asked_of_change(SEATS, compared(prior=0.5), times=BOTH_TIMES)
    assert first == "change"
    assert score == other == pytest.approx(CHANGE_FACTOR)


@pytest.mark.parametrize(("share", "lifted"), [(LIFTED_SURELY * 0.9, False), (LIFTED_SURELY * 1.1, True)])
def test_with_both_times_named_a_comparison_that_hardly_fits_is_fit_enough(share: float, lifted: bool) -> None:
    alone = dict(asked_of_change(SEATS, compared(frozenset()), times=BOTH_TIMES))
    prior = share * alone["seats"] / alone["change"]
    assert (asked_of_change(SEATS, compared(prior=prior), times=BOTH_TIMES)[0][0] == "change") is lifted
    assert asked_of_change(SEATS, compared(prior=prior), cues=CHANGE)[0][0] == "seats", "a word of change is less"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, False),
        ({"times": frozenset({Time.BEFORE})}, False),
        ({"times": BOTH_TIMES}, True),
        ({"cues": CHANGE}, True),
        ({"cues": CHANGE, "times": BOTH_TIMES}, True),
    ],
)
def test_a_ranking_tells_whether_change_is_spoken_of(said: dict[str, Any], expected: bool) -> None:
    assert ranking(matcher(WORDINGS), "vote", **said).speaks_of_change is expected


def showing(id_: str, prior: float, *shown: str) -> Intent:
    return intent(id_, IntentKind.COMPARISON, speaks_of_change=True, shown=frozenset(shown), prior=prior)


def scores(*intents: Intent, among: Sequence[Intent] = (SEATS,)) -> dict[str, float]:
    """Scores for a question about change that the facts `among` fit far better than the comparisons do."""
    wordings = {**{each: ["seat tide"] for each in among}, **{each: ["seat tide gain lose since"] for each in intents}}
    return {each.intent.id: each.score for each in ranking(matcher(wordings), "seat tide", cues=CHANGE).passed}


def test_of_several_that_show_a_fact_the_likeliest_takes_its_score_the_others_less() -> None:
    found = scores(showing("table", 0.6, "seats"), showing("steps", 0.45, "seats"))
    assert found["table"] == found["seats"]
    assert found["steps"] == pytest.approx(found["seats"] * 0.45 / 0.6)


@given(st.floats(0.3, 0.9), st.floats(0.25, 1))
def test_however_likely_it_is_it_takes_the_very_score_and_so_comes_first(prior: float, fact: float) -> None:
    seats, table = intent("seats", prior=fact), showing("table", prior, "seats")
    found = scores(table, among=[seats])
    assert next(iter(found)) == "table"
    assert found["table"] >= found["seats"]


def test_what_shows_a_fact_less_likely_never_loses_by_it() -> None:
    alone = {each: scores(showing(each, prior))[each] for each, prior in (("table", 1.0), ("steps", 0.9))}
    found = scores(showing("table", 1.0, "seats"), showing("steps", 0.9, "seats"))
    assert found["steps"] >= alone["steps"]
    assert found["table"] >= found["steps"]


def test_each_is_lifted_by_the_facts_that_it_shows_itself() -> None:
    other = intent("votes", prior=0.9)
    found = scores(showing("seat-table", 0.5, "seats"), showing("vote-table", 0.45, "votes"), among=[SEATS, other])
    assert found["seat-table"] == found["seats"]
    assert found["vote-table"] == found["votes"] < found["seats"]


def test_what_shows_several_facts_takes_the_best_score() -> None:
    found = scores(showing("table", 0.5, "votes", "seats", "gone"), among=[SEATS, intent("votes", prior=0.9)])
    assert found["table"] == found["seats"] > found["votes"]


def test_a_fact_that_is_itself_about_change_lifts_nothing() -> None:
    (first, score), (_, other) = asked_of_change(
        intent("seats", speaks_of_change=True), compared(prior=0.5), cues=CHANGE
    )
    assert first == "seats"
    assert other < score


def test_of_equals_what_is_no_fact_comes_first_and_then_the_order_of_ids() -> None:
    wordings = {intent("b"): ["seat"], intent("a"): ["seat"], intent("c", IntentKind.DECOY): ["seat"]}
    assert [each.intent.id for each in ranking(matcher(wordings), "seat").passed] == ["c", "a", "b"]
