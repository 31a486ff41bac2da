"""What was learnt: likelihoods are those of the weights, by the book, and survive a file."""

from __future__ import annotations

import math
import zlib
from array import array
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.learned import FARTHEST, SOFTENED, Hidden, LearnedWeights, Linear
from knowledge.weights import dump, parse

INTENTS = ["seats", "turnout"]
FEATURES = ["seat", "vote"]
LINEAR = Linear(0.5, [0.5, -0.5], [[0, 1], [1]], [[6, -2], [4]])
"""seat: 3 for seats, -1 for turnout; vote: 2 for turnout."""
HIDDEN = Hidden(
    0.1, [0.2, -0.1, -9, -9], array("b", [10, -20, 0, 0]), 0.25, [0.0, 0.5], array("b", [4, 0, 8, -8, 9, 9, 9, 9])
)
"""Only seat is known: 1 and -2 for two units, of which the first says 1 for seats, the second 2 and -2.

Two other units are never heard."""
WEIGHTS = LearnedWeights(INTENTS, FEATURES, LINEAR)


def likelihoods(weights: LearnedWeights, vector: Mapping[str, float]) -> dict[str, float]:
    """By intent."""
    return {weights.intents[number]: likelihood for number, likelihood in weights.likeliest(vector, 99)}


def softmax(logits: Sequence[float]) -> list[float]:
    powers = [math.exp(logit) for logit in logits]
    return [power / sum(powers) for power in powers]


@pytest.mark.parametrize(("vector", "likelier"), [({"seat": 1.0}, "seats"), ({"vote": 1.0}, "turnout"), ({}, "seats")])
def test_the_likelier_intent_comes_first(vector: dict[str, float], likelier: str) -> None:
    assert next(iter(likelihoods(WEIGHTS, vector))) == likelier


def test_the_odds_are_those_of_the_weights() -> None:
    found = likelihoods(WEIGHTS, {"seat": 0.5, "vote": 0.25, "zorp": 0.75})
    odds = math.log(found["seats"] / found["turnout"])
    assert odds == pytest.approx((0.5 + 0.5 * 3.0) - (-0.5 - 0.5 * 1.0 + 0.25 * 2.0), abs=0.01)


@pytest.mark.parametrize(
    ("vector", "units"),
    [
        ({}, [0.2, 0.0]),
        ({"seat": 0.5}, [0.7, 0.0]),
        ({"vote": 0.5}, [0.2, 0.0]),
    ],
)
def test_the_hidden_layer_adds_its_logits(vector: dict[str, float], units: list[float]) -> None:
    linear = [0.5 + 3 * vector.get("seat", 0), -0.5 - vector.get("seat", 0) + 2 * vector.get("vote", 0)]
    layer = [units[0] * 1.0 + units[1] * 2.0, 0.5 + units[1] * -2.0]
    expected = softmax([SOFTENED * (one + other) for one, other in zip(linear, layer, strict=True)])
    found = likelihoods(LearnedWeights(INTENTS, FEATURES, LINEAR, HIDDEN), vector)
    assert [found[intent] for intent in INTENTS] == pytest.approx(expected, abs=0.003)


@given(st.dictionaries(st.sampled_from(["seat", "vote", "zorp"]), st.floats(0, 1)))
def test_likelihoods_are_1_together_and_fall(vector: dict[str, float]) -> None:
    for weights in (WEIGHTS, LearnedWeights(INTENTS, FEATURES, LINEAR, HIDDEN)):
        found = [likelihood for _, likelihood in weights.likeliest(vector, 99)]
        assert sum(found) == pytest.approx(1)
        assert found == sorted(found, reverse=True)
        assert all(0 < likelihood <= 1 for likelihood in found)


@given(
    st.lists(st.lists(st.integers(-127, 127), min_size=8, max_size=8), min_size=1, max_size=5),
    st.lists(st.floats(-2, 2), min_size=8, max_size=8),
    st.lists(st.floats(0.01, 0.45), min_size=5, max_size=5),
)
def test_the_units_of_the_layer_are_those_of_a_network(
    rows: list[list[int]], biases: list[float], values: list[float]
) -> None:
    """Each unit says 1 for an intent of its own: what is found is what went through it, by the book."""
    features = [f"f{number}" for number in range(len(rows))]
    flat = array("b", [step for row in rows for step in row])
    own = array("b", [8 * (unit == intent) for unit in range(8) for intent in range(8)])
    hidden = Hidden(0.02, biases, flat, 0.125, [0.0] * 8, own)
    weights = LearnedWeights(
        list("abcdefgh"), features, Linear(0.1, [0.0] * 8, [[]] * len(rows), [[]] * len(rows)), hidden
    )
    units = [
        max(0.0, b + sum(v * 0.02 * row[n] for row, v in zip(rows, values, strict=False))) for n, b in enumerate(biases)
    ]
    expected = softmax([SOFTENED * unit for unit in units])
    found = dict(weights.likeliest(dict(zip(features, values, strict=False)), 8))
    for number, likelihood in enumerate(expected):
        assert found.get(number, 0.0) == pytest.approx(likelihood, rel=0.1, abs=math.exp(-FARTHEST))


MANY = 60
STEPS = st.integers(-127, 127)


@given(
    st.lists(st.floats(-2, 2), min_size=MANY, max_size=MANY),
    st.lists(st.lists(STEPS, min_size=MANY, max_size=MANY), min_size=1, max_size=4),
    st.lists(st.floats(0.01, 0.5), min_size=4, max_size=4),
)
@settings(max_examples=30)
def test_long_integers_add_up_as_numbers_do(biases: list[float], rows: list[list[int]], values: list[float]) -> None:
    """Features of so many intents are added up all at once; by the book it comes to the same."""
    names = [str(number) for number in range(MANY)]
    features = [f"f{number}" for number in range(len(rows))]
    weights = LearnedWeights(names, features, Linear(0.05, biases, [range(MANY)] * len(rows), rows))
    expected = softmax(
        [bias + sum(v * 0.05 * row[n] for row, v in zip(rows, values, strict=False)) for n, bias in enumerate(biases)]
    )
    found = dict(weights.likeliest(dict(zip(features, values, strict=False)), MANY))
    for number, likelihood in enumerate(expected):
        assert found.get(number, 0.0) == pytest.approx(likelihood, rel=0.2, abs=math.exp(-FARTHEST))


def test_what_says_something_about_many_intents_says_nothing_about_the_others() -> None:
    owners = range(MANY // 2)
    weights = LearnedWeights([str(n) for n in range(MANY)], ["x"], Linear(0.1, [0.0] * MANY, [owners], [[10] * 30]))
    found = dict(weights.likeliest({"x": 1.0}, MANY))
    assert found[0] / found[MANY - 1] == pytest.approx(math.e, rel=0.01)


def test_only_as_many_as_wanted_and_none_that_is_out_of_question() -> None:
    weights = LearnedWeights(list("abcd"), ["x"], Linear(1.0, [0, 0, 0, 0], [[0, 1, 2]], [[9, 8, 7]]))
    assert [number for number, _ in weights.likeliest({"x": 1.0}, 99)] == [0, 1, 2]
    assert [number for number, _ in weights.likeliest({"x": 1.0}, 2)] == [0, 1]
    assert [number for number, _ in weights.likeliest({"zorp": 1.0}, 99)] == [0, 1, 2, 3]


def test_huge_weights_do_not_overflow() -> None:
    weights = LearnedWeights(["a", "b"], ["x"], Linear(40.0, [0, 0], [[0, 1]], [[127, -127]]))
    assert weights.likeliest({"x": 1.0}, 99) == [(0, 1.0)]


@pytest.mark.parametrize("bias", [-2000.0, 2000.0])
def test_biases_far_from_nothing_do_no_harm(bias: float) -> None:
    weights = LearnedWeights(["a", "b"], ["x"], Linear(1 / 127, [bias, bias], [[0]], [[127]]))
    assert weights.likeliest({}, 99) == [(0, 0.5), (1, 0.5)]
    assert weights.likeliest({"x": 1.0}, 99)[0][1] == pytest.approx(1 / (1 + math.exp(-1)), abs=0.001)


def test_no_intents_have_no_likelihoods() -> None:
    nothing = Linear(1.0, [], [], [])
    assert LearnedWeights([], [], nothing).likeliest({"x": 1.0}, 99) == []
    assert parse(dump([], [], nothing)).intents == ()
    empty = Hidden(1.0, [], array("b"), 1.0, [], array("b"))
    assert parse(dump([], [], nothing, empty)).likeliest({}, 99) == []


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8),
        st.lists(st.tuples(st.integers(0, 2), STEPS), max_size=3, unique_by=lambda pair: pair[0]),
        max_size=6,
    ),
    st.lists(st.floats(-5, 5), min_size=3, max_size=3),
    st.booleans(),
)
def test_weights_come_back_from_their_file(
    weights: dict[str, list[tuple[int, int]]], biases: list[float], layered: bool
) -> None:
    linear = Linear(
        0.125,
        biases,
        [[o for o, _ in pairs] for pairs in weights.values()],
        [[s for _, s in p] for p in weights.values()],
    )
    hidden = Hidden(0.5, [1.0, 2.0] * 2, array("b", [3, -4] * 2 * len(weights)), 0.25, biases, array("b", range(-6, 6)))
    parts = (["a", "b", "c"], list(weights), linear, hidden if layered else None)
    written, read = LearnedWeights(*parts), parse(dump(*parts))
    assert read.intents == written.intents
    for vector in [{}, *({feature: 1.0} for feature in weights)]:
        before, after = dict(written.likeliest(vector, 99)), dict(read.likeliest(vector, 99))
        for number in range(3):
            assert after.get(number, 0.0) == pytest.approx(before.get(number, 0.0), abs=0.002)


FILE = b'{"intents": ["a"], "features": ["x"], "linear": {"scale": 1, "biases": [0], "owners": [[0]], "steps": [[1]]}'


def test_a_file_by_hand_is_read() -> None:
    assert parse(zlib.compress(FILE + b"}")).likeliest({}, 1) == [(0, 1.0)]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"rubbish", zlib.compress(b"{}"), zlib.compress(b"[]"), zlib.compress(b"not json"),
        zlib.compress(b"[" * 100_000),
        *(
            zlib.compress(FILE.replace(old, new) + b"}")
            for old, new in [
                (b"[[0]]", b"[[70000]]"), (b"[[0]]", b"[[1]]"), (b"[[0]]", b"[[0, 0]]"), (b"[[0]]", b"[]"),
                (b"[[1]]", b"[[200]]"), (b"[0]", b'["x"]'), (b"[0]", b"[]"), (b'"scale": 1', b'"scale": 0'),
                (b'"scale"', b'"scales"'),
            ]
        ),
        *(
            zlib.compress(FILE + b', "hidden": ' + hidden + b"}")
            for hidden in [
                b"{}", b"[]", b'{"rows": "?", "out": ""}',
                b'{"scale": 1, "biases": [1, 1, 1, 1], "rows": "", "out_scale": 1, "out_biases": [0], "out": ""}',
                b'{"scale": 1, "biases": [], "rows": "", "out_scale": 1, "out_biases": [0, 1], "out": ""}',
            ]
        ),
    ],
)  # fmt: skip
def test_what_is_no_file_of_weights_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse(content)
