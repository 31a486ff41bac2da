"""Scores of the index: always between 0 and 1, rare words weigh more, unknown words count against."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.index import FAR, FEWEST_PAIRS, IntentIndex, Score, is_pair, is_word

SEATS = [{"seat": 1.0, "tide": 1.0}, {"seat": 1.0, "win": 1.0}]
TURNOUT = [{"turnout": 1.0}, {"vote": 1.0, "share": 1.0}]
BOYCOTT = [{"boycott": 1.0, "vote": 1.0}, {"vote": 1.0, "refuse": 1.0, "?who": 0.5}]
PHRASINGS = [SEATS, TURNOUT, BOYCOTT]

FEATURES = st.dictionaries(
    st.sampled_from(
        ["seat", "tide", "win", "turnout", "vote", "share", "boycott", "refuse", "?who", "zorp", "a_b", "~change"]
    ),
    st.floats(0.01, 1),
    max_size=8,
)


@pytest.fixture(scope="module")
def index() -> IntentIndex:
    return IntentIndex(PHRASINGS)


def value_of(index: IntentIndex, features: dict[str, float], intent: int, unknown: float = 0.0) -> float:
    return next((score.value for score in index.score(features, unknown) if score.intent == intent), 0.0)


@pytest.mark.parametrize(
    ("features", "best"),
    [({"seat": 1.0}, 0), ({"turnout": 1.0}, 1), ({"boycott": 1.0}, 2), ({"vote": 1.0, "share": 1.0}, 1)],
)
def test_the_intent_whose_words_they_are_comes_first(index: IntentIndex, features: dict[str, float], best: int) -> None:
    assert index.score(features, 0)[0].intent == best


@given(FEATURES, st.floats(0, 20))
def test_scores_lie_between_0_and_1_best_first(features: dict[str, float], unknown: float) -> None:
    scores = IntentIndex(PHRASINGS).score(features, unknown)
    assert all(0 <= score.value <= 1 + 1e-9 and 0 <= score.coverage <= 1 + 1e-9 for score in scores)
    assert [score.value for score in scores] == sorted((score.value for score in scores), reverse=True)
    assert len({score.intent for score in scores}) == len(scores)


@given(FEATURES)
def test_a_question_in_a_phrasings_own_words_beats_every_other_intent(features: dict[str, float]) -> None:
    own = {word: strength for word, strength in features.items() if strength > 0.5} or {"zorp": 1.0}
    other = {"other": 1.0, **dict.fromkeys(own, 0.01)}
    assert IntentIndex([[other], [own], [{"third": 1.0}]]).score(own, 0)[0].intent == 1


def test_an_intent_of_one_phrasing_asked_for_in_its_words_scores_full() -> None:
    index = IntentIndex([[{"seat": 1.0, "tide": 1.0}], [{"turnout": 1.0}]], nearest=1)
    assert value_of(index, {"seat": 1.0, "tide": 1.0}, 0) == pytest.approx(1)


@given(st.floats(0, 10), st.floats(0.1, 10))
def test_unknown_words_lower_every_score(unknown: float, more: float) -> None:
    index = IntentIndex(PHRASINGS)
    fewer = {score.intent: score for score in index.score({"vote": 1.0, "seat": 1.0}, unknown)}
    for score in index.score({"vote": 1.0, "seat": 1.0}, unknown + more):
        assert score.value < fewer[score.intent].value
        assert score.coverage < fewer[score.intent].coverage


@given(FEATURES, st.floats(0, 5), st.floats(0, 1))
def test_nothing_that_scores_at_least_so_much_is_overlooked(
    features: dict[str, float], unknown: float, at_least: float
) -> None:
    index = IntentIndex(PHRASINGS)
    everything, found = index.score(features, unknown), index.score(features, unknown, at_least)
    assert found == everything or not found
    assert found or all(score.value < at_least + 1e-6 for score in everything)


def test_a_word_of_no_phrasing_counts_as_unknown(index: IntentIndex) -> None:
    assert value_of(index, {"turnout": 1.0, "zorp": 1.0}, 1) == value_of(index, {"turnout": 1.0}, 1, unknown=1)


@pytest.mark.parametrize("feature", ["turnout_zorp", "@tide&zorp", "?when", "~change"])
def test_pairs_question_words_and_change_never_count_as_unknown(index: IntentIndex, feature: str) -> None:
    assert value_of(index, {"turnout": 1.0, feature: 1.0}, 1) == value_of(index, {"turnout": 1.0}, 1)


def test_a_rare_word_weighs_more_than_a_common_one(index: IntentIndex) -> None:
    question = {"vote": 1.0, "turnout": 1.0}
    assert value_of(index, question, 1) > value_of(index, question, 2)


def test_a_misspelt_word_counts_less(index: IntentIndex) -> None:
    right, misspelt = {"boycott": 1.0, "turnout": 1.0}, {"boycott": 1.0, "turnout": 0.8}
    assert value_of(index, misspelt, 1) < value_of(index, right, 1)
    assert value_of(index, misspelt, 2) > value_of(index, right, 2), "the other word is the greater part of it"


@pytest.mark.parametrize("features", [{}, {"zorp": 1.0}, {"zorp": 1.0, "flibble": 1.0}])
def test_nothing_known_finds_nothing(index: IntentIndex, features: dict[str, float]) -> None:
    assert index.score(features, 0) == []


def test_coverage_is_the_share_of_words_that_an_intent_has(index: IntentIndex) -> None:
    scores = {score.intent: score.coverage for score in index.score({"seat": 1.0, "turnout": 1.0}, 0)}
    assert scores == {0: pytest.approx(0.5), 1: pytest.approx(0.5)}
    assert index.score({"turnout": 1.0}, 0)[0].coverage == 1
    assert index.score({"?who": 1.0}, 0)[0].coverage == 1, "no word at all is nothing uncovered"


def test_equal_scores_stand_in_index_order() -> None:
    scores = IntentIndex([[{"a": 1.0}], [{"a": 1.0}], [{"a": 1.0}]]).score({"a": 1.0}, 0)
    assert [score.intent for score in scores] == [0, 1, 2]


def test_only_the_leading_intents_are_scored_to_the_end() -> None:
    index = IntentIndex([[{"a": 1.0, f"b{n}": 0.1 * n}] for n in range(10)], kept=3)
    assert len(index.score({"a": 1.0}, 0)) == 3


def test_an_intent_far_behind_is_out_of_the_race() -> None:
    index = IntentIndex([[{"a": 1.0}], [{"a": 0.02, **{f"b{n}": 1.0 for n in range(20)}}]])
    assert FAR > 0
    assert [score.intent for score in index.score({"a": 1.0}, 0)] == [0]


def test_only_those_are_scored_that_are_wanted_and_as_all_would_be(index: IntentIndex) -> None:
    features = {"seat": 1.0, "vote": 1.0}
    everything = {score.intent: score for score in index.score(features, 0.5)}
    assert set(everything) == {0, 1, 2}
    assert index.score(features, 0.5, among=[2, 0]) == sorted(
        [everything[0], everything[2]], key=lambda score: -score.value
    )
    assert index.score(features, 0.5, among=[]) == []


def by_the_book(features: dict[str, float], unknown: float, nearest: int, profile: float) -> dict[int, Score]:
    """Every score over `PHRASINGS` as the formulas have it, without arrays and shortcuts."""
    having = Counter(chain.from_iterable({word for each in intent for word in each} for intent in PHRASINGS))
    seen = Counter(chain.from_iterable(chain.from_iterable(PHRASINGS)))
    weights = {
        feature: 1 + math.log((1 + len(PHRASINGS)) / (1 + count))
        for feature, count in having.items()
        if seen[feature] >= FEWEST_PAIRS or not is_pair(feature)
    }
    strangest = 1 + math.log(1 + len(PHRASINGS))

    def unit(words: Mapping[str, float]) -> dict[str, float]:
        weighed = {word: strength * weights[word] for word, strength in words.items() if word in weights}
        return {word: weight / math.hypot(*weighed.values()) for word, weight in weighed.items()}

    known = {word: strength * weights[word] for word, strength in features.items() if word in weights}
    strange = unknown + sum(word not in weights and is_word(word) for word in features)
    norm = math.hypot(*known.values(), math.sqrt(strange) * strangest)
    words = {word: weight for word, weight in known.items() if is_word(word)}
    all_words = sum(words.values()) + strange * strangest
    scores = {}
    for number, phrasings in enumerate(PHRASINGS):
        units = [unit(each) for each in phrasings]
        totals = Counter[str]()
        for each in units:
            totals.update(each)
        mass = math.sqrt(sum(totals.values()))
        alike = sum(weight * math.sqrt(totals[word]) / mass for word, weight in known.items())
        near = sorted(sum(weight * each.get(word, 0.0) for word, weight in known.items()) for each in units)[-nearest:]
        covered = sum(weight for word, weight in words.items() if word in totals)
        value = (profile * alike + (1 - profile) * sum(near) / nearest) / norm
        scores[number] = Score(number, value, covered / all_words if all_words else 1.0)
    return scores


@given(FEATURES, st.floats(0, 5), st.sampled_from([1, 2]), st.sampled_from([0.0, 0.3, 1.0]))
@example({"seat": 1.0, "vote": 0.5, "zorp": 1.0, "?who": 0.5}, 1.5, 2, 0.3)
@example({"vote": 1.0, "seat": 0.9}, 2.0, 1, 0.3)
def test_scores_are_those_of_the_formulas(
    features: dict[str, float], unknown: float, nearest: int, profile: float
) -> None:
    index = IntentIndex(PHRASINGS, nearest=nearest, profile=profile)
    found = index.score(features, unknown, among=range(len(PHRASINGS)))
    assert bool(found) is any(feature in index for feature in features)
    expected = by_the_book(features, unknown, nearest, profile) if found else {}
    for score in found:
        assert score.value == pytest.approx(expected[score.intent].value, rel=1e-5, abs=1e-6)
        assert score.coverage == pytest.approx(expected[score.intent].coverage, rel=1e-5)


def test_of_equals_at_the_edge_the_first_are_scored() -> None:
    index = IntentIndex([[{"a": 1.0}] for _ in range(6)], kept=3)
    assert [score.intent for score in index.score({"a": 1.0}, 0)] == [0, 1, 2]


def test_a_pair_that_one_phrasing_has_says_nothing() -> None:
    index = IntentIndex([[{"a": 1.0, "a_b": 0.4}], [{"a": 1.0, "a_c": 0.4}, {"d": 1.0, "a_c": 0.4}]])
    assert [pair in index for pair in ("a_b", "a_c")] == [False, True]


def test_an_empty_index_finds_nothing() -> None:
    assert IntentIndex([]).score({"a": 1.0}, 0) == []
    assert "a" not in IntentIndex([])
    assert "seat" in IntentIndex(PHRASINGS)


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        ("seat", True),
        ("@tide", True),
        ("#2016", True),
        ("a_b", False),
        ("@a&b", False),
        ("?who", False),
        ("~change", False),
    ],
)
def test_what_stands_for_a_single_word(feature: str, expected: bool) -> None:
    assert is_word(feature) is expected
