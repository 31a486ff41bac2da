"""Weights learnt from all phrasings together: multinomial logistic regression over the features of a question.

Where the index asks how alike two texts are, this asks which words tell one intent from its neighbours. The
weights are learnt by `tests/questions/train_weights.py` from the phrasings of the fact base alone and kept
beside them, one file a language; without the file, or for intents it does not know, the index decides by
itself.
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from collections.abc import Mapping, Sequence
from sys import intern

_STEPS = 127
_LARGE = 300.0
"""Logits from which exponentials come near the ends of what a float can hold; they are shifted first."""


class LearnedWeights:
    """For each feature, the weights of the intents for which it says something."""

    def __init__(
        self, intents: Sequence[str], biases: Sequence[float], weights: Mapping[str, Sequence[tuple[int, float]]]
    ) -> None:
        """`weights` maps a feature to pairs of an intent's number and its weight."""
        self.intents = tuple(intents)
        self._biases = list(array("f", biases))
        self._features = {intern(feature): number for number, feature in enumerate(weights)}
        self._ends = array("I", [0])
        self._owners, self._weights = array("H"), array("f")
        for pairs in weights.values():
            for owner, weight in pairs:
                self._owners.append(owner)
                self._weights.append(weight)
            self._ends.append(len(self._owners))

    def _span(self, feature: str) -> tuple[int, int]:
        number = self._features.get(feature)
        return (0, 0) if number is None else (self._ends[number], self._ends[number + 1])

    def probabilities(self, vector: Mapping[str, float]) -> list[float]:
        """How likely each intent is for the unit vector of a question, in the order of `intents`; together 1."""
        logits = self._biases.copy()
        for feature, value in vector.items():
            begin, end = self._span(feature)
            for owner, weight in zip(self._owners[begin:end], self._weights[begin:end], strict=True):
                logits[owner] += value * weight
        highest = max(logits, default=0.0)
        if abs(highest) > _LARGE:
            logits = [logit - highest for logit in logits]
        powers = list(map(math.exp, logits))
        total = sum(powers)
        return [power / total for power in powers]

    def dump(self) -> bytes:
        """The weights as a file: JSON, each weight in 127 steps of the largest, compressed."""
        scale = (max((abs(weight) for weight in self._weights), default=0.0) or 1.0) / _STEPS
        features = {
            feature: [list(self._owners[begin:end]), [round(weight / scale) for weight in self._weights[begin:end]]]
            for feature, (begin, end) in ((feature, self._span(feature)) for feature in self._features)
        }
        document = {
            "intents": self.intents,
            "biases": [round(bias, 4) for bias in self._biases],
            "scale": scale,
            "features": features,
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
        except (zlib.error, KeyError, TypeError, OverflowError) as error:
            raise ValueError("is not a file of learnt weights") from error
