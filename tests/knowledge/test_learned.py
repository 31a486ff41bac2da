"""What was learnt: likelihoods are those of a network by the book, and survive a file."""

from __future__ import annotations

import json
import math
import zlib
from array import array
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.learned import FARTHEST, NEAREST, SOFTENED, STEPS, LearnedWeights, Network
from knowledge.weights import dump, parse
from tests.knowledge.networks import direct, weights

SEATS_OR_TURNOUT = weights(["seats", "turnout"], {"seat": [6, -2], "vote": [0, 4]}, step=0.5, biases=[0.5, -0.5])
"""seat: 3 for seats, -1 for turnout; vote: 2 for turnout."""


def likelihoods(learned: LearnedWeights, features: Mapping[str, float]) -> dict[str, float]:
    """By intent."""
    return {learned.intents[number]: likelihood for number, likelihood in learned.likeliest(features, 99)}


def log_odds(learned: LearnedWeights, features: Mapping[str, float]) -> float:
    """How much likelier the first of two intents is."""
    one, other = (likelihoods(learned, features)[each] for each in learned.intents)
    return math.log(one / other)


def softmax(logits: Sequence[float]) -> list[float]:
    powers = [math.exp(logit - max(logits)) for logit in logits]
    return [power / sum(powers) for power in powers]


# --- which features count, and how much ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("features", "likelier"), [({"seat": 1.0}, "seats"), ({"vote": 1.0}, "turnout"), ({"vote": 0.1}, "turnout")]
)
def test_the_likelier_intent_comes_first(features: dict[str, float], likelier: str) -> None:
    assert next(iter(likelihoods(SEATS_OR_TURNOUT, features))) == likelier


def test_the_odds_are_those_of_the_weights() -> None:
    odds = log_odds(SEATS_OR_TURNOUT, {"seat": 0.6, "vote": 0.8})
    assert odds == pytest.approx(SOFTENED * ((0.5 + 0.6 * 3) - (-0.5 - 0.6 * 1 + 0.8 * 2)), abs=0.01)


@pytest.mark.parametrize("features", [{}, {"zorp": 1.0}, {"zorp": 1.0, "flibble": 0.5}, {"seat": 0.0}])
def test_nothing_known_finds_nothing(features: dict[str, float]) -> None:
    assert SEATS_OR_TURNOUT.likeliest(features, 99) == []


RARITIES = [2.0, 1.0]
OPPOSED = weights(["a", "b"], {"rare": [1, 0], "common": [0, 1]}, rarities=RARITIES)
"""Each feature is for one of two."""


def test_a_rare_feature_weighs_more_than_a_common_one() -> None:
    one, other = 2 / math.sqrt(5), 1 / math.sqrt(5)
    assert log_odds(OPPOSED, {"rare": 1.0, "common": 1.0}) == pytest.approx(SOFTENED * (one - other), abs=0.005)
    assert log_odds(OPPOSED, {"rare": 0.5, "common": 1.0}) == pytest.approx(0, abs=0.005)


def test_alone_a_feature_counts_fully_however_weak_or_rare() -> None:
    for strength in (0.1, 1.0):
        assert log_odds(OPPOSED, {"rare": strength}) == pytest.approx(SOFTENED, abs=0.005)
        assert log_odds(OPPOSED, {"common": strength}) == pytest.approx(-SOFTENED, abs=0.005)


def test_a_misspelt_word_counts_less() -> None:
    right, misspelt = (log_odds(OPPOSED, {"rare": strength, "common": 1.0}) for strength in (1.0, 0.8))
    length = math.hypot(0.8 * 2, 1)
    assert misspelt == pytest.approx(SOFTENED * (0.8 * 2 - 1) / length, abs=0.005)
    assert misspelt < right


STRENGTHS = st.dictionaries(st.sampled_from(["seat", "vote"]), st.floats(0.05, 1), min_size=1)


@given(STRENGTHS, st.floats(0.1, 10), st.dictionaries(st.sampled_from(["zorp", "flibble"]), st.floats(0, 1)))
def test_neither_length_nor_unknown_features_matter(
    features: dict[str, float], longer: float, unknown: dict[str, float]
) -> None:
    found = likelihoods(SEATS_OR_TURNOUT, features)
    same = likelihoods(SEATS_OR_TURNOUT, {**unknown, **{each: longer * value for each, value in features.items()}})
    assert same == pytest.approx(found, abs=0.003)


def test_what_was_learnt_about() -> None:
    assert "seat" in SEATS_OR_TURNOUT
    assert "zorp" not in SEATS_OR_TURNOUT
    assert "seats" not in SEATS_OR_TURNOUT, "that is an intent"


# --- the network, by the book ----------------------------------------------------------------------------


def layered(biases: Sequence[float]) -> LearnedWeights:
    """One feature that turns one unit up and the next down; each is for an intent of its own."""
    return LearnedWeights(
        ["a", "b"],
        ["x"],
        [1.0],
        Network(0.01, biases, array("b", [50, -50, 0, 0]), 0.5, [0.0, 0.0], array("b", [4, 0, 0, 4, 9, 9, 9, 9])),
    )


@pytest.mark.parametrize(
    ("biases", "units"), [([0, 0], [0.5, 0]), ([0.25, 0.75], [0.75, 0.25]), ([-0.5, 0.5], [0, 0]), ([-9, 9], [0, 8.5])]
)
def test_a_unit_below_nothing_says_nothing(biases: list[float], units: list[float]) -> None:
    found = dict(layered([*biases, -9, -9]).likeliest({"x": 1.0}, 2))
    expected = softmax([SOFTENED * 2 * unit for unit in units])
    assert [found.get(number, 0.0) for number in range(2)] == pytest.approx(expected, abs=math.exp(-FARTHEST))


STEP = st.integers(-STEPS, STEPS)
UNITS, INTENTS, FEATURES = 8, 11, 5
SCALE, OUT_SCALE = 0.012, 0.01


def table(rows: int, columns: int) -> st.SearchStrategy[list[list[int]]]:
    return st.lists(st.lists(STEP, min_size=columns, max_size=columns), min_size=rows, max_size=rows)


def numbers(size: int, least: float, most: float) -> st.SearchStrategy[list[float]]:
    return st.lists(st.floats(least, most), min_size=size, max_size=size)


def flat(rows: Sequence[Sequence[int]]) -> array[int]:
    return array("b", [step for row in rows for step in row])


def by_the_book(
    vector: Sequence[float],
    rows: Sequence[Sequence[int]],
    biases: Sequence[float],
    out: Sequence[Sequence[int]],
    out_biases: Sequence[float],
) -> list[float]:
    """Likelihoods of all intents in plain floating-point arithmetic."""
    length = math.hypot(*vector)
    unit_vector = [value / length for value in vector]
    units = [
        max(0.0, bias + sum(value * SCALE * row[n] for value, row in zip(unit_vector, rows, strict=True)))
        for n, bias in enumerate(biases)
    ]
    logits = [
        bias + sum(unit * OUT_SCALE * row[n] for unit, row in zip(units, out, strict=True))
        for n, bias in enumerate(out_biases)
    ]
    return softmax([SOFTENED * logit for logit in logits])


@given(
    table(FEATURES, UNITS),
    numbers(UNITS, -1, 1),
    table(UNITS, INTENTS),
    numbers(INTENTS, -3, 3),
    numbers(FEATURES, 1, 3),
    numbers(FEATURES, 0.1, 1),
)
@settings(max_examples=200)
def test_whole_numbers_come_to_the_same_as_a_network_by_the_book(
    rows: list[list[int]],
    biases: list[float],
    out: list[list[int]],
    out_biases: list[float],
    rarities: list[float],
    strengths: list[float],
) -> None:
    names, features = [f"intent-{n}" for n in range(INTENTS)], [f"f{n}" for n in range(FEATURES)]
    network = Network(SCALE, biases, flat(rows), OUT_SCALE, out_biases, flat(out))
    found = dict(
        LearnedWeights(names, features, rarities, network).likeliest(dict(zip(features, strengths, strict=True)), 99)
    )
    vector = [strength * rarity for strength, rarity in zip(strengths, rarities, strict=True)]
    for number, likelihood in enumerate(by_the_book(vector, rows, biases, out, out_biases)):
        # What is rounded on the way comes to less than a tenth in a logit, and in that of the likeliest.
        assert found.get(number, 0.0) == pytest.approx(likelihood, rel=0.2, abs=1.3 * math.exp(-FARTHEST))


@given(STRENGTHS)
def test_likelihoods_are_1_together_and_fall(features: dict[str, float]) -> None:
    found = [likelihood for _, likelihood in SEATS_OR_TURNOUT.likeliest(features, 99)]
    assert sum(found) == pytest.approx(1)
    assert found == sorted(found, reverse=True)
    assert all(0 < likelihood <= 1 for likelihood in found)


def test_only_as_many_as_wanted_and_none_that_is_out_of_question() -> None:
    learned = weights(list("abcd"), {"x": [9, 8, 7, 0], "y": [5, 5, 5, 5]})
    assert [number for number, _ in learned.likeliest({"x": 1.0}, 99)] == [0, 1, 2]
    assert [number for number, _ in learned.likeliest({"x": 1.0}, 2)] == [0, 1]
    assert learned.likeliest({"x": 1.0}, 2) == learned.likeliest({"x": 1.0}, 99)[:2], "as likely as among all"
    assert [number for number, _ in learned.likeliest({"y": 1.0}, 99)] == [0, 1, 2, 3]
    assert learned.likeliest({"x": 1.0}, 0) == []


def test_of_very_many_only_the_nearest_are_thought_of() -> None:
    many = NEAREST + 30
    learned = weights([str(n) for n in range(many)], {"x": range(many)}, step=0.01)
    found = learned.likeliest({"x": 1.0}, many)
    assert [number for number, _ in found] == list(range(many - 1, many - 1 - NEAREST, -1))
    assert sum(likelihood for _, likelihood in found) == pytest.approx(1)


def test_of_equals_only_as_many_as_wanted() -> None:
    learned = weights(list("abcdef"), {"x": [1] * 6})
    found = learned.likeliest({"x": 1.0}, 3)
    assert [number for number, _ in found] == [0, 1, 2]
    assert [likelihood for _, likelihood in found] == pytest.approx([1 / 6] * 3)


def test_what_is_said_of_many_intents_says_nothing_about_the_others() -> None:
    many = 60
    learned = weights([str(n) for n in range(many)], {"x": [100] * (many // 2) + [0] * (many // 2)}, step=0.01)
    found = dict(learned.likeliest({"x": 1.0}, many))
    assert found[0] == found[many // 2 - 1]
    assert found[many // 2] == found[many - 1]
    assert math.log(found[0] / found[many - 1]) == pytest.approx(SOFTENED, abs=0.01)


def test_what_is_said_against_one_intent_takes_nothing_from_its_neighbours() -> None:
    found = likelihoods(weights(list("abc"), {"x": [0, -3, 0]}), {"x": 1.0})
    assert found == {
        each: pytest.approx(value, abs=0.001) for each, value in zip("abc", softmax([0, -3 * SOFTENED, 0]), strict=True)
    }


def test_large_weights_do_not_overflow() -> None:
    assert weights(["a", "b"], {"x": [STEPS, -STEPS]}, step=40.0).likeliest({"x": 1.0}, 99) == [(0, 1.0)]


@pytest.mark.parametrize("bias", [-2000.0, 2000.0])
def test_biases_far_from_nothing_do_no_harm(bias: float) -> None:
    learned = weights(["a", "b"], {"x": [1, 0], "y": [0, 0]}, biases=[bias, bias])
    assert learned.likeliest({"y": 1.0}, 99) == [(0, 0.5), (1, 0.5)]
    assert log_odds(learned, {"x": 1.0}) == pytest.approx(SOFTENED, abs=0.001)


def test_many_features_at_once_do_not_overflow() -> None:
    many = 3000
    learned = weights(["a", "b"], {f"f{n}": [STEPS, 0] for n in range(12)}, step=0.01)
    rows = array("b", [STEPS, -STEPS, STEPS, -STEPS] * many)
    crowd = LearnedWeights(
        ["a", "b"],
        [f"f{n}" for n in range(many)],
        [1.0] * many,
        Network(0.01, [0.0] * 4, rows, 0.01, [0.0, 0.0], array("b", [1, 0, 0, 1, 1, 0, 0, 1])),
    )
    said = 2 * 1.27 * math.sqrt(many) * 0.01  # by two of four units, which all features turn on
    assert log_odds(crowd, {f"f{n}": 1.0 for n in range(many)}) == pytest.approx(SOFTENED * said, rel=0.05)
    assert log_odds(learned, {f"f{n}": 1.0 for n in range(12)}) == pytest.approx(
        SOFTENED * 1.27 * math.sqrt(12), rel=0.05
    )


# --- what is empty, what does not fit, files -------------------------------------------------------------

NOTHING = Network(1.0, [], array("b"), 1.0, [], array("b"))


def test_no_intents_have_no_likelihoods() -> None:
    for learned in (LearnedWeights([], [], [], NOTHING), parse(dump([], [], [], NOTHING))):
        assert learned.intents == ()
        assert "x" not in learned
        assert learned.likeliest({"x": 1.0}, 99) == []


def test_without_units_the_biases_decide() -> None:
    learned = LearnedWeights(["a", "b"], ["x"], [1.0], replace(NOTHING, out_biases=[1.0, 0.0]))
    assert log_odds(learned, {"x": 1.0}) == pytest.approx(SOFTENED, abs=0.001)


def test_with_no_features_nothing_is_known() -> None:
    network = Network(1.0, [0.0] * 4, array("b"), 1.0, [0.0], array("b", [0] * 4))
    assert LearnedWeights(["a"], [], [], network).likeliest({"x": 1.0}, 99) == []


FITTING = direct([[1, 2], [3, 4]], biases=[0.0, 0.0])
SHORTER: dict[str, Callable[[Network], Network]] = {
    "three units": lambda n: replace(n, biases=[0.0] * 3, rows=array("b", [0] * 3 * 2), out=array("b", [0] * 3 * 2)),
    "a bias more": lambda n: replace(n, biases=[*n.biases, 0.0]),
    "units without weights": lambda n: replace(n, biases=[*n.biases, *[0.0] * 4]),
    "a weight less for a feature": lambda n: replace(n, rows=n.rows[:-1]),
    "weights of a feature more": lambda n: replace(n, rows=n.rows + n.rows[:4]),
    "an intent more behind the layer": lambda n: replace(n, out_biases=[*n.out_biases, 0.0]),
    "a weight less behind the layer": lambda n: replace(n, out=n.out[:-1]),
    "a weight more behind the layer": lambda n: replace(n, out=n.out + n.out[:1]),
}


@pytest.mark.parametrize("change", SHORTER.values(), ids=SHORTER)
def test_parts_that_do_not_fit_each_other_are_refused(change: Callable[[Network], Network]) -> None:
    parts = (["a", "b"], ["x", "y"], [1.0, 1.0])
    assert LearnedWeights(*parts, FITTING).intents == ("a", "b")
    with pytest.raises(ValueError, match="do not fit"):
        LearnedWeights(*parts, change(FITTING))
    file = dump(*parts, change(FITTING))
    with pytest.raises(ValueError, match="do not fit"):
        parse(file)


@pytest.mark.parametrize(
    ("intents", "features", "rarities"),
    [
        ("a", "xy", [1.0, 1.0]),
        ("abc", "xy", [1.0, 1.0]),
        ("ab", "x", [1.0]),
        ("ab", "xy", [1.0]),
        ("ab", "xy", [1.0] * 3),
    ],
)
def test_names_and_rarities_that_do_not_fit_the_network_are_refused(
    intents: str, features: str, rarities: list[float]
) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        LearnedWeights(list(intents), list(features), rarities, FITTING)


@given(
    st.dictionaries(st.text(min_size=1, max_size=8), st.lists(STEP, min_size=8, max_size=8), max_size=6),
    table(8, 3),
    numbers(8, -1, 1),
    numbers(3, -5, 5),
    st.data(),
)
def test_weights_come_back_from_their_file(
    rows: dict[str, list[int]], out: list[list[int]], biases: list[float], out_biases: list[float], data: st.DataObject
) -> None:
    rarities = data.draw(numbers(len(rows), 1, 3))
    network = Network(SCALE, biases, flat(list(rows.values())), OUT_SCALE, out_biases, flat(out))
    parts = (["a", "b", "c"], list(rows), rarities, network)
    written, read = LearnedWeights(*parts), parse(dump(*parts))
    assert read.intents == written.intents
    assert all(feature in read for feature in rows)
    for features in [{}, dict.fromkeys(rows, 1.0), *({feature: 1.0} for feature in rows)]:
        before, after = dict(written.likeliest(features, 99)), dict(read.likeliest(features, 99))
        assert bool(after) is bool(before)
        for number in range(3):
            assert after.get(number, 0.0) == pytest.approx(before.get(number, 0.0), abs=0.02)


def test_numbers_in_a_file_are_not_longer_than_they_need_be() -> None:
    network = direct([[1, 2]], biases=[1 / 3, 2 / 3])
    document = json.loads(zlib.decompress(dump(["a", "b"], ["x"], [math.pi], network)))
    assert document["rarities"] == [3.14]
    assert document["network"]["out_biases"] == [0.3333, 0.6667]


ZEROS = b64encode(bytes(4)).decode()


def document(**network: Any) -> dict[str, Any]:
    """What stands in a file for one intent and one feature, with other parts of the network."""
    right = {"scale": 1, "biases": [0] * 4, "rows": ZEROS, "out_scale": 1, "out_biases": [0], "out": ZEROS}
    return {"intents": ["a"], "features": ["x"], "rarities": [1], "network": right | network}


def test_a_file_by_hand_is_read() -> None:
    assert parse(zlib.compress(json.dumps(document()).encode())).likeliest({"x": 1.0}, 1) == [(0, 1.0)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"rubbish",
        zlib.compress(b"{}"),
        zlib.compress(b"[]"),
        zlib.compress(b"not json"),
        zlib.compress(b"[" * 100_000),
    ],
)
def test_what_is_no_file_of_weights_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse(content)


@pytest.mark.parametrize(
    "broken",
    [
        *(document(**{part: "?"}) for part in ("scale", "biases", "rows", "out_scale", "out_biases", "out")),
        *(document(**{part: None}) for part in ("scale", "biases", "rows", "out_scale", "out_biases", "out")),
        document(biases=[0]),
        document(biases=["x"] * 4),
        document(out_biases=["x"]),
        document(out_biases=[1e300]),
        document(out_biases=[0, 0]),
        document(rows=""),
        document(rows=ZEROS[:-1]),
        document(out=""),
        document(more=1),
        document() | {"rarities": ["x"]},
        document() | {"rarities": []},
        document() | {"features": [1]},
        document() | {"features": []},
        document() | {"intents": []},
        document() | {"intents": None},
        document() | {"network": []},
        {name: part for name, part in document().items() if name != "network"},
        {name: part for name, part in document().items() if name != "rarities"},
    ],
    ids=str,
)
def test_a_file_with_a_broken_part_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse(zlib.compress(json.dumps(broken).encode()))
