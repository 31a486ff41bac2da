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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sys import intern

FARTHEST = 7.0
"""Difference of logits from which an intent is out of question beside the likeliest: at one in a thousand."""
SOFTENED = 0.4
"""Share of each of the two logits in their sum. Less than a half: what agrees with itself is too sure of itself."""
STEPS = 127
_FINE = 1024
"""Steps in which the values of a question's vector count."""
_MANY = 24
"""Intents from which a feature has a long integer, which takes room for all of them."""
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
        biases: one a unit of the layer; not in steps.
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
        known = [(numbers[feature], value) for feature, value in vector.items() if feature in numbers]
        total, narrow = self._start, []
        for number, value in known:
            times = round(value * _FINE)
            wide = self._wide.get(number)
            if wide is not None:
                total += times * wide
            else:
                narrow.append((number, times))
        if self._layer is not None:
            total += self._layer.lanes(known)
        sums = self._lanes(total)
        for number, times in narrow:
            begin, end = self._ends[number], self._ends[number + 1]
            for owner, step in zip(self._owners[begin:end], self._steps[begin:end], strict=True):
                sums[owner] += times * step
        return self._likely(sums)[:most]

    def _likely(self, sums: array[int]) -> list[tuple[int, float]]:
        highest = max(sums, default=0)
        least = highest - FARTHEST / self._unit
        near = sorted([(highest - logit, number) for number, logit in enumerate(sums) if logit > least])
        powers = [math.exp(-self._unit * behind) for behind, _ in near]
        total = sum(powers)
        return [(number, power / total) for (_, number), power in zip(near, powers, strict=True)]

    def _lanes(self, packed: int) -> array[int]:
        lanes = array(_LANE)
        lanes.frombytes(packed.to_bytes(len(self.intents) * lanes.itemsize, sys.byteorder))
        return lanes


class _Layer:
    """The hidden layer, ready to be asked."""

    def __init__(self, hidden: Hidden, intents: int, unit: float) -> None:
        """`unit` is what 1 in a lane stands for."""
        self._size = len(hidden.biases)
        if len(hidden.out) != self._size * intents or (hidden.rows and len(hidden.rows) % self._size):
            raise ValueError("the hidden layer and the intents do not fit")
        self._units = [bias / hidden.scale for bias in hidden.biases]
        self._rows = hidden.rows
        self._known = len(hidden.rows) // self._size if self._size else 0
        self._out = [_packed(hidden.out[begin : begin + intents]) for begin in range(0, len(hidden.out), intents or 1)]
        self._fine = SOFTENED * hidden.scale * hidden.out_scale / unit

    def lanes(self, known: Sequence[tuple[int, float]]) -> int:
        """What the layer says about each intent, side by side, for features of a question with their values."""
        units = self._units
        for number, value in known:
            if number < self._known:
                row = self._rows[number * self._size : (number + 1) * self._size]
                units = [unit + value * step for unit, step in zip(units, row, strict=True)]
        fine = self._fine
        return sum([round(fine * unit) * out for unit, out in zip(units, self._out, strict=True) if unit > 0])


def _packed(numbers: Sequence[int]) -> int:
    """Numbers side by side in one integer, to be added to others and multiplied.

    A negative one borrows from the lane above it, and gives that back as soon as the sum there is not negative.
    """
    middles = array(_LANE, [_MIDDLE]) * len(numbers)
    lanes = array(_LANE, [_MIDDLE + number for number in numbers])
    return int.from_bytes(lanes.tobytes(), sys.byteorder) - int.from_bytes(middles.tobytes(), sys.byteorder)
