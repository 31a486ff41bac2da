"""Scores: always between 0 and 1, rare words weigh more, unknown words count against; weights survive a file."""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Mapping
from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.index import FAR, FEWEST_PAIRS, IntentIndex, Score, is_pair, is_word
from knowledge.learned import FARTHEST, LearnedWeights

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
    vector = index.vector({"boycott": 1.0, "vote": 1.0})
    assert vector["boycott"] > vector["vote"]
    question = {"vote": 1.0, "turnout": 1.0}
    assert value_of(index, question, 1) > value_of(index, question, 2)


def test_a_misspelt_word_counts_less(index: IntentIndex) -> None:
    question = {"seat": 1.0, "turnout": 0.8}
    weights = index.vector(question)
    assert weights["turnout"] / weights["seat"] == pytest.approx(0.8)


@given(FEATURES)
def test_the_vector_of_a_question_has_length_1_or_nothing(features: dict[str, float]) -> None:
    vector = IntentIndex(PHRASINGS).vector(features)
    assert "zorp" not in vector
    assert not vector or math.hypot(*vector.values()) == pytest.approx(1)


@pytest.mark.parametrize("features", [{}, {"zorp": 1.0}, {"zorp": 1.0, "flibble": 1.0}])
def test_nothing_known_finds_nothing(index: IntentIndex, features: dict[str, float]) -> None:
    assert index.score(features, 0) == []
    assert index.vector(features) == {}


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


INTENTS = ["seats", "turnout"]


@pytest.fixture(scope="module")
def learned() -> LearnedWeights:
    return LearnedWeights(INTENTS, [0.5, -0.5], {"seat": [(0, 3.0), (1, -1.0)], "vote": [(1, 2.0)]})


def probabilities_of(weights: LearnedWeights, vector: dict[str, float]) -> dict[str, float]:
    """By intent."""
    return {weights.intents[number]: likelihood for number, likelihood in weights.likeliest(vector, 99)}


@pytest.mark.parametrize(("vector", "likelier"), [({"seat": 1.0}, "seats"), ({"vote": 1.0}, "turnout"), ({}, "seats")])
def test_the_likelier_intent_comes_first(learned: LearnedWeights, vector: dict[str, float], likelier: str) -> None:
    assert next(iter(probabilities_of(learned, vector))) == likelier


def test_the_odds_are_those_of_the_weights(learned: LearnedWeights) -> None:
    probabilities = probabilities_of(learned, {"seat": 0.5, "vote": 0.25, "zorp": 0.75})
    odds = math.log(probabilities["seats"] / probabilities["turnout"])
    assert odds == pytest.approx((0.5 + 0.5 * 3.0) - (-0.5 - 0.5 * 1.0 + 0.25 * 2.0), abs=0.02)


@given(st.dictionaries(st.sampled_from(["seat", "vote", "zorp"]), st.floats(0, 1)))
def test_likelihoods_are_1_together_and_fall(learned: LearnedWeights, vector: dict[str, float]) -> None:
    likelihoods = [likelihood for _, likelihood in learned.likeliest(vector, 99)]
    assert sum(likelihoods) == pytest.approx(1)
    assert likelihoods == sorted(likelihoods, reverse=True)
    assert all(0 < likelihood <= 1 for likelihood in likelihoods)


MANY = 60


@given(
    st.lists(st.floats(-2, 2), min_size=MANY, max_size=MANY),
    st.lists(st.lists(st.floats(-9, 9), min_size=MANY, max_size=MANY), min_size=1, max_size=4),
    st.lists(st.floats(0.01, 0.5), min_size=4, max_size=4),
)
@example(
    [n % 5 - 2.0 for n in range(MANY)],
    [[(7 * n + 3 * row) % 19 - 9.0 for n in range(MANY)] for row in range(4)],
    [0.5, 0.4, 0.3, 0.2],
)
@settings(max_examples=30)
def test_long_integers_add_up_as_numbers_do(biases: list[float], rows: list[list[float]], values: list[float]) -> None:
    """Features of so many intents are added up all at once; by the book it comes to the same."""
    names = [str(number) for number in range(MANY)]
    weights = LearnedWeights(names, biases, {f"f{n}": list(enumerate(row)) for n, row in enumerate(rows)})
    vector = {f"f{n}": value for n, value in zip(range(len(rows)), values, strict=False)}
    powers = [
        math.exp(bias + sum(value * row[n] for row, value in zip(rows, values, strict=False)))
        for n, bias in enumerate(biases)
    ]
    expected = [power / sum(powers) for power in powers]
    found = dict(weights.likeliest(vector, MANY))
    for number, likelihood in enumerate(expected):
        assert found.get(number, 0.0) == pytest.approx(likelihood, rel=0.25, abs=math.exp(-FARTHEST))


def test_only_as_many_as_wanted_and_none_that_is_out_of_question() -> None:
    weights = LearnedWeights(["a", "b", "c", "d"], [0, 0, 0, 0], {"x": [(0, 9.0), (1, 8.0), (2, 7.0)]})
    assert [number for number, _ in weights.likeliest({"x": 1.0}, 99)] == [0, 1, 2]
    assert [number for number, _ in weights.likeliest({"x": 1.0}, 2)] == [0, 1]
    assert [number for number, _ in weights.likeliest({"zorp": 1.0}, 99)] == [0, 1, 2, 3]


def test_huge_weights_do_not_overflow() -> None:
    weights = LearnedWeights(["a", "b"], [0, 0], {"x": [(0, 5000.0), (1, -5000.0)]})
    assert weights.likeliest({"x": 1.0}, 99) == [(0, 1.0)]


@pytest.mark.parametrize("bias", [-2000.0, 2000.0])
def test_biases_far_from_nothing_do_no_harm(bias: float) -> None:
    weights = LearnedWeights(["a", "b"], [bias, bias], {"x": [(0, 1.0)]})
    assert weights.likeliest({}, 99) == [(0, 0.5), (1, 0.5)]
    assert weights.likeliest({"x": 1.0}, 99)[0][1] == pytest.approx(1 / (1 + math.exp(-1)), abs=0.001)


def test_no_intents_have_no_likelihoods() -> None:
    assert LearnedWeights([], [], {}).likeliest({"x": 1.0}, 99) == []
    assert LearnedWeights.parse(LearnedWeights([], [], {}).dump()).intents == ()


NOT_NOTHING = st.floats(-20, 20).filter(lambda weight: abs(weight) > 0.01)


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8),
        st.lists(st.tuples(st.integers(0, 2), NOT_NOTHING), max_size=3, unique_by=lambda pair: pair[0]),
        max_size=6,
    ),
    st.lists(st.floats(-5, 5), min_size=3, max_size=3),
)
def test_weights_come_back_from_their_file(weights: dict[str, list[tuple[int, float]]], biases: list[float]) -> None:
    written = LearnedWeights(["a", "b", "c"], biases, weights)
    read = LearnedWeights.parse(written.dump())
    assert read.intents == written.intents
    largest = max((abs(weight) for pairs in weights.values() for _, weight in pairs), default=0.0)
    for vector in [{}, *({feature: 1.0} for feature in weights)]:
        before, after = dict(written.likeliest(vector, 99)), dict(read.likeliest(vector, 99))
        for number in range(3):
            assert after.get(number, 0.0) == pytest.approx(before.get(number, 0.0), abs=largest / 127 + 0.002)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"rubbish", zlib.compress(b"{}"), zlib.compress(b"[]"), zlib.compress(b"not json"),
        zlib.compress(b'{"intents": ["a"], "biases": [0], "scale": 1, "features": {"x": [[70000], [1]]}}'),
        zlib.compress(b'{"intents": ["a"], "biases": [0], "scale": 1, "features": {"x": [[0, 0], [1]]}}'),
        zlib.compress(b'{"intents": ["a"], "biases": ["x"], "scale": 1, "features": {}}'),
    ],
)  # fmt: skip
def test_what_is_no_file_of_weights_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        LearnedWeights.parse(content)
