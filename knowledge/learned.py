"""Weights learnt from all phrasings together: multinomial logistic regression over the features of a question.

Where the index asks how alike two texts are, this asks which words tell one intent from its neighbours. The
weights are learnt by `tests/questions/train_weights.py` from the phrasings of the fact base alone and kept
beside them, one file a language; without the file, or for intents it does not know, the index decides by
itself.

Weights are whole numbers of small steps, and so is what is added up. A feature that says something about many
intents has one long integer for all of them, 32 bits an intent: one multiplication and one addition of such
integers do what takes Python hundreds of each.
"""

from __future__ import annotations

import json
import math
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from sys import intern

FARTHEST = 7.0
"""Difference of logits from which an intent is out of question beside the likeliest: at one in a thousand."""
_STEPS = 127
_FINE = 1024
"""Steps in which the values of a question's vector count."""
_MANY = 24
"""Intents from which a feature has a long integer, which takes room for all of them."""
_LANE = "I"
_MIDDLE = 1 << 30
"""What stands for 0 in a lane: sums may be negative, lanes not. With vectors of unit length none gets far from it."""


class LearnedWeights:
    """For each feature, the weights of the intents for which it says something."""

    def __init__(
        self, intents: Sequence[str], biases: Sequence[float], weights: Mapping[str, Sequence[tuple[int, float]]]
    ) -> None:
        """`weights` maps a feature to pairs of an intent's number and its weight; they are rounded to 127 steps."""
        self.intents = tuple(intents)
        largest = max((abs(weight) for pairs in weights.values() for _, weight in pairs), default=0.0)
        self._scale = (largest or 1.0) / _STEPS
        self._biases = [round(bias * _FINE / self._scale) for bias in biases]
        self._features = {intern(feature): number for number, feature in enumerate(weights)}
        self._ends = array("I", [0])
        self._owners, self._steps = array("H"), array("b")
        self._wide: dict[int, int] = {}
        """The numbers of features that say something about many intents, with the weights of all of them."""
        for number, pairs in enumerate(weights.values()):
            steps = [0] * len(self.intents) if len(pairs) >= _MANY else None
            for owner, weight in pairs:
                step = round(weight / self._scale)
                self._owners.append(owner)
                self._steps.append(step)
                if steps is not None:
                    steps[owner] = step
            self._ends.append(len(self._owners))
            if steps is not None:
                self._wide[number] = _packed(steps)
        self._start = _packed([_MIDDLE + bias for bias in self._biases])

    def likeliest(self, vector: Mapping[str, float], most: int) -> list[tuple[int, float]]:
        """At most so many intents for the unit vector of a question, likeliest first.

        Returns:
            Numbers in `intents`, each with how likely it is. The likelihoods of all intents would be 1 together;
            those `FARTHEST` from the likeliest are taken to be 0, and are not among these.
        """
        total, narrow = self._start, []
        for feature, value in vector.items():
            number = self._features.get(feature)
            if number is None:
                continue
            times = round(value * _FINE)
            wide = self._wide.get(number)
            if wide is not None:
                total += times * wide
            else:
                narrow.append((number, times))
        sums = self._unpacked(total)
        for number, times in narrow:
            begin, end = self._ends[number], self._ends[number + 1]
            for owner, step in zip(self._owners[begin:end], self._steps[begin:end], strict=True):
                sums[owner] += times * step
        return self._likely(sums)[:most]

    def _likely(self, sums: array[int]) -> list[tuple[int, float]]:
        unit = self._scale / _FINE
        highest = max(sums, default=0)
        least = highest - FARTHEST / unit
        near = sorted([(highest - logit, number) for number, logit in enumerate(sums) if logit > least])
        powers = [math.exp(-unit * behind) for behind, _ in near]
        total = sum(powers)
        return [(number, power / total) for (_, number), power in zip(near, powers, strict=True)]

    def _unpacked(self, lanes: int) -> array[int]:
        unpacked = array(_LANE)
        unpacked.frombytes(lanes.to_bytes(len(self.intents) * unpacked.itemsize, sys.byteorder))
        return unpacked

    def dump(self) -> bytes:
        """The weights as a file: JSON, each weight in 127 steps of the largest, compressed."""
        spans = ((feature, self._ends[n], self._ends[n + 1]) for feature, n in self._features.items())
        document = {
            "intents": self.intents,
            "biases": [round(bias * self._scale / _FINE, 4) for bias in self._biases],
            "scale": self._scale,
            "features": {
                feature: [list(self._owners[begin:end]), list(self._steps[begin:end])] for feature, begin, end in spans
            },
        }
        return zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), 9)

    @classmethod
    def parse(cls, content: bytes) -> LearnedWeights:
        """Read what `dump` wrote. Raises ValueError where it cannot be that."""
        try:
            document = json.loads(zlib.decompress(content))
            scale = document["scale"]
            weights = {
                feature: [(owner, step * scale) for owner, step in zip(owners, steps, strict=True)]
                for feature, (owners, steps) in document["features"].items()
            }
            return cls(document["intents"], document["biases"], weights)
        except (zlib.error, KeyError, TypeError, OverflowError, IndexError) as error:
            raise ValueError("is not a file of learnt weights") from error


def _packed(numbers: Sequence[int]) -> int:
    """Numbers side by side in one integer, to be added to others and multiplied.

    A negative one borrows from the lane above it, and gives that back as soon as the sum there is not negative.
    """
    middles = array(_LANE, [_MIDDLE]) * len(numbers)
    lanes = array(_LANE, [_MIDDLE + number for number in numbers])
    return int.from_bytes(lanes.tobytes(), sys.byteorder) - int.from_bytes(middles.tobytes(), sys.byteorder)
