"""Weights learnt from all phrasings together: which words, and which of them together, tell one intent from others.

Where the index asks how alike two texts are, this asks what was learnt, by a network with one hidden layer of
rectified units over the features of a question. It is learnt by `tests/questions/train_weights.py` from the
phrasings of the fact base alone and kept beside them, one file a language; without the file, or for intents it
does not know, the index decides by itself.

Weights are whole numbers of small steps, and so is what is added up. What a unit says about all intents stands in
one long integer, 32 bits an intent: one multiplication and one addition of such integers do what takes Python
hundreds of each.
"""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Literal

FARTHEST = 7.0
"""Difference of logits from which an intent is out of question beside the likeliest: at one in a thousand."""
NEAREST = 64
"""Intents that are thought of, and no more; the others together are likely in one of a hundred cases at most."""
SOFTENED = 0.8
"""Share of the logits that counts: what was learnt is a little too sure of itself."""
STEPS = 127
_FINE = 1024
"""Steps in which the values of a question's vector count."""
_UNIT = 1 / 16384
"""What 1 in a lane of the sums stands for."""
_SPREAD = 4
_EIGHT_BITS = 128
"""What is added to a weight to make it a number of 8 bits."""
_LANE = "I"
_MIDDLE = 1 << 30
"""What stands for 0 in a lane: sums may be negative, lanes not. With vectors of unit length none gets far from it."""


@dataclass(frozen=True, slots=True)
class Network:
    """The weights of a network with one hidden layer, in whole steps of `scale` and `out_scale`.

    Attributes:
        biases: one a unit of the layer, of which there are a multiple of four; not in steps.
        rows: for each feature, one after another, its weights for all units.
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
        self, intents: Sequence[str], features: Sequence[str], rarities: Sequence[float], network: Network
    ) -> None:
        """`rarities` say for each feature how much more than its strength it weighs.

        A row of weights stands in one integer of 8 bits a unit. To be added up it is spread over four of 32 bits,
        each with every fourth unit.

        Raises:
            ValueError, OverflowError: the parts do not fit each other.
        """
        self.intents = tuple(intents)
        self._numbers = {intern(feature): number for number, feature in enumerate(features)}
        self._rarities = array("f", rarities)
        self._size = size = len(network.biases)
        if (
            size % _SPREAD
            or len(self._rarities) != len(features)
            or len(network.rows) != size * len(features)
            or len(network.out_biases) != len(self.intents)
            or len(network.out) != size * len(self.intents)
        ):
            raise ValueError("the parts of the learnt weights do not fit")
        if not all(math.isfinite(rarity) and rarity >= 0 for rarity in self._rarities):
            raise ValueError("a rarity is no number, or less than nothing")
        self._rows = bytes(step + _EIGHT_BITS for step in network.rows)
        self._mask = int.from_bytes(b"\xff\0\0\0" * (size // _SPREAD), "little")
        self._fine = SOFTENED * network.out_scale / _UNIT
        self._step = self._fine * network.scale / _FINE
        self._biases = [[self._fine * bias for bias in network.biases[part::_SPREAD]] for part in range(_SPREAD)]
        intents_of = [
            network.out[begin : begin + len(intents)] for begin in range(0, len(network.out), len(intents) or 1)
        ]
        out = [_packed(row) for row in intents_of]
        self._out = [out[part::_SPREAD] for part in range(_SPREAD)]
        self._start = _packed([_MIDDLE + round(SOFTENED * bias / _UNIT) for bias in network.out_biases])

    def __contains__(self, feature: str) -> bool:
        return feature in self._numbers

    def likeliest(self, features: Mapping[str, float], most: int) -> list[tuple[int, float]]:
        """At most so many intents for the features of a question with their strengths, likeliest first.

        Returns:
            Numbers in `intents`, each with how likely it is. The likelihoods of all intents would be 1 together;
            those `FARTHEST` from the likeliest are taken to be 0, and are not among these. None where no feature
            is known.
        """
        numbers, rarities = self._numbers, self._rarities
        known = [
            (number, strength * rarities[number])
            for feature, strength in features.items()
            if (number := numbers.get(feature)) is not None
        ]
        norm = math.sqrt(sum([weight * weight for _, weight in known]))
        if not norm or not self.intents:
            return []
        fine = _FINE / norm
        total = self._start + sum(self._said([(number, round(weight * fine)) for number, weight in known]))
        return _likely(_lanes(total, len(self.intents), sys.byteorder), most)

    def _said(self, known: Sequence[tuple[int, int]]) -> Iterator[int]:
        """What each unit that is on says about all intents, for features and how often each counts."""
        size, mask, rows = self._size, self._mask, self._rows
        one = two = three = four = total = 0
        for number, times in known:
            row = int.from_bytes(rows[number * size : (number + 1) * size], "little")
            one += times * (row & mask)
            two += times * (row >> 8 & mask)
            three += times * (row >> 16 & mask)
            four += times * (row >> 24 & mask)
            total += times
        zero, step = total * _EIGHT_BITS, self._step
        for sums, biases, out in zip((one, two, three, four), self._biases, self._out, strict=True):
            for raw, bias, says in zip(_lanes(sums, len(biases), "little"), biases, out, strict=True):
                value = int(bias + step * (raw - zero))
                if value > 0:
                    yield value * says


def _likely(sums: array[int], most: int) -> list[tuple[int, float]]:
    """The intents with the largest sums, likeliest first, with their likelihoods."""
    ordered = sorted(sums)
    if not ordered or most < 1:
        return []
    highest = ordered[-1]
    near = max(bisect_left(ordered, highest - FARTHEST / _UNIT), len(ordered) - NEAREST)
    total = sum([math.exp(_UNIT * (logit - highest)) for logit in ordered[near:]])
    enough = ordered[max(near, len(ordered) - most)]
    leading = sorted([(-logit, number) for number, logit in enumerate(sums) if logit >= enough])[:most]
    return [(number, math.exp(_UNIT * (-behind - highest)) / total) for behind, number in leading]


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
