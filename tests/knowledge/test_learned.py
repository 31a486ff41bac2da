"""Learnt weights: likelihoods by the book, however they are added up; they survive a file."""

from __future__ import annotations

import math
import zlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.learned import FARTHEST, LearnedWeights

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
