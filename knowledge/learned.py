"""Weights learnt from all phrasings together: which words, and which of them together, tell one intent from others.

Where the index asks how alike two texts are, this asks what was learnt: by a multinomial logistic regression
over the features of a question, and by a network with one hidden layer over the same features, whose logits are
added. The one knows rare words well, the other what words have in common. Both are learnt by
`tests/questions/train_weights.py` from the phrasings of the fact base alone and kept beside them, one file a
language; without the file, or for intents it does not know, the index decides by itself.

Weights are whole numbers of small steps, and so is what is added up. What says something about many intents has
one long integer for all of them, 32 bits an intent: one multiplication and one addition of such integers do what
takes Python hundreds of each.
"""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Literal

FARTHEST = 7.0
"""Difference of logits from which an intent is out of question beside the likeliest: at one in a thousand."""
SOFTENED = 0.4
"""Share of each of the two logits in their sum. Less than a half: what agrees with itself is too sure of itself."""
STEPS = 127
_FINE = 1024
"""Steps in which the values of a question's vector count."""
_MANY = 24
"""Intents from which a feature has a long integer, which takes room for all of them."""
_SPREAD = 4
_EIGHT_BITS = 128
"""What is added to a weight to make it a number of 8 bits."""
_LANE = "I"
_MIDDLE = 1 << 30
"""What stands for 0 in a lane: sums may be negative, lanes not. With vectors of unit length none gets far from it."""


@dataclass(frozen=True, slots=True)
class Linear:
    """The regression, in whole steps of `scale`.

    Attributes:
        biases: one an intent; not in steps.
        owners: for each feature, in order, the intents that it says something about.
        steps: and the weights that it has for those.
    """

    scale: float
    biases: Sequence[float]
    owners: Sequence[Sequence[int]]
    steps: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Hidden:
    """The network with one hidden layer, in whole steps of `scale` and `out_scale`.

    Attributes:
        biases: one a unit of the layer, of which there are a multiple of four; not in steps.
        rows: for each of the first features, one after another, its weights for all units.
        out_biases: one an intent; not in steps.
        out: for each unit, one after another, its weights for all intents.
    """

    scale: float
    biases: Sequence[float]
    rows: array[int]
    out_scale: float
    out_biases: Sequence[float]
    out: array[int]


class LearnedWeights:
    """What was learnt for one language."""

    def __init__(
        self, intents: Sequence[str], features: Sequence[str], linear: Linear, hidden: Hidden | None = None
    ) -> None:
        """Both parts number the features alike; the hidden layer may know only the first of them.

        Raises:
            ValueError, OverflowError: the parts do not fit each other.
        """
        self.intents = tuple(intents)
        self.features = {intern(feature): number for number, feature in enumerate(features)}
        self._share = 1.0 if hidden is None else SOFTENED
        self._unit = self._share * linear.scale / _FINE
        self._ends = array("I", [0])
        self._owners, self._steps = array("H"), array("b")
        self._wide: dict[int, int] = {}
        """The numbers of features that say something about many intents, with the weights of all of them."""
        for number, (owners, steps) in enumerate(zip(linear.owners, linear.steps, strict=True)):
            self._owners.extend(owners)
            self._steps.extend(steps)
            self._ends.append(len(self._owners))
            if len(owners) >= _MANY:
                row = [0] * len(self.intents)
                for owner, step in zip(owners, steps, strict=True):
                    row[owner] = step
                self._wide[number] = _packed(row)
        if not len(self._owners) == len(self._steps) or any(owner >= len(self.intents) for owner in self._owners):
            raise ValueError("weights and intents do not fit")
        biases = [self._share * bias for bias in linear.biases]
        if hidden is not None:
            biases = [bias + SOFTENED * other for bias, other in zip(biases, hidden.out_biases, strict=True)]
        self._start = _packed([_MIDDLE + round(bias / self._unit) for bias in biases])
        self._layer = _Layer(hidden, len(self.intents), self._unit) if hidden is not None else None

    def likeliest(self, vector: Mapping[str, float], most: int) -> list[tuple[int, float]]:
        """At most so many intents for the unit vector of a question, likeliest first.

        Returns:
            Numbers in `intents`, each with how likely it is. The likelihoods of all intents would be 1 together;
            those `FARTHEST` from the likeliest are taken to be 0, and are not among these.
        """
        numbers = self.features
        known = [(numbers[feature], round(value * _FINE)) for feature, value in vector.items() if feature in numbers]
        total, narrow = self._start, []
        for number, times in known:
            wide = self._wide.get(number)
            if wide is not None:
                total += times * wide
            else:
                narrow.append((number, times))
        if self._layer is not None:
            total += self._layer.lanes(known)
        sums = _lanes(total, len(self.intents), sys.byteorder)
        for number, times in narrow:
            begin, end = self._ends[number], self._ends[number + 1]
            for owner, step in zip(self._owners[begin:end], self._steps[begin:end], strict=True):
                sums[owner] += times * step
        return self._likely(sums, most)

    def _likely(self, sums: array[int], most: int) -> list[tuple[int, float]]:
        """The intents with the largest sums, likeliest first, with their likelihoods."""
        ordered = sorted(sums)
        if not ordered or most < 1:
            return []
        unit, highest = self._unit, ordered[-1]
        near = bisect_left(ordered, highest - FARTHEST / unit)
        total = sum([math.exp(unit * (logit - highest)) for logit in ordered[near:]])
        enough = ordered[max(near, len(ordered) - most)]
        leading = sorted([(-logit, number) for number, logit in enumerate(sums) if logit >= enough])[:most]
        return [(number, math.exp(unit * (-behind - highest)) / total) for behind, number in leading]


class _Layer:
    """The hidden layer, ready to be asked.

    A row of weights stands in one integer of 8 bits a unit. To be added up it is spread over four of 32 bits, each
    with every fourth unit.
    """

    def __init__(self, hidden: Hidden, intents: int, unit: float) -> None:
        """`unit` is what 1 in a lane stands for."""
        self._size = len(hidden.biases)
        if self._size % _SPREAD or len(hidden.out) != self._size * intents or len(hidden.rows) % (self._size or 1):
            raise ValueError("the hidden layer and the intents do not fit")
        self._biases = [list(hidden.biases[part::_SPREAD]) for part in range(_SPREAD)]
        self._rows = bytes(step + _EIGHT_BITS for step in hidden.rows)
        self._known = len(hidden.rows) // self._size if self._size else 0
        self._mask = int.from_bytes(b"\xff\0\0\0" * (self._size // _SPREAD), "little")
        out = [_packed(hidden.out[begin : begin + intents]) for begin in range(0, len(hidden.out), intents or 1)]
        self._out = [out[part::_SPREAD] for part in range(_SPREAD)]
        self._step = hidden.scale / _FINE
        self._fine = SOFTENED * hidden.out_scale / unit

    def lanes(self, known: Sequence[tuple[int, int]]) -> int:
        """What the layer says about each intent, side by side, for features of a question, how often each counts."""
        size, mask, rows = self._size, self._mask, self._rows
        one = two = three = four = total = 0
        for number, times in known:
            if number < self._known:
                row = int.from_bytes(rows[number * size : (number + 1) * size], "little")
                one += times * (row & mask)
                two += times * (row >> 8 & mask)
                three += times * (row >> 16 & mask)
                four += times * (row >> 24 & mask)
                total += times
        fine = self._fine
        zero, step, lanes = total * _EIGHT_BITS, fine * self._step, []
        for sums, biases, out in zip((one, two, three, four), self._biases, self._out, strict=True):
            units = [
                fine * bias + step * (raw - zero)
                for raw, bias in zip(_lanes(sums, len(biases), "little"), biases, strict=True)
            ]
            lanes += [int(unit) * says for unit, says in zip(units, out, strict=True) if unit >= 1]
        return sum(lanes)


def _lanes(packed: int, number: int, order: Literal["little", "big"]) -> array[int]:
    lanes = array(_LANE)
    lanes.frombytes(packed.to_bytes(number * lanes.itemsize, order))
    if order != sys.byteorder:
        lanes.byteswap()
    return lanes


def _packed(numbers: Sequence[int]) -> int:
    """Numbers side by side in one integer, to be added to others and multiplied.

    A negative one borrows from the lane above it, and gives that back as soon as the sum there is not negative.
    """
    middles = array(_LANE, [_MIDDLE]) * len(numbers)
    lanes = array(_LANE, [_MIDDLE + number for number in numbers])
    return int.from_bytes(lanes.tobytes(), sys.byteorder) - int.from_bytes(middles.tobytes(), sys.byteorder)
