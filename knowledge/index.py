"""Scores every intent against a question: weighted features in an inverted index.

After SoftTFIDF (Cohen, Ravikumar and Fienberg, 2003): rare words weigh more, a misspelt word counts by its
similarity, an unknown word lowers every score. An intent is compared both as a whole (its profile, all
its phrasings together) and by the two phrasings nearest to the question.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

PROFILE = 0.7
"""Default share of the profile in a score; the nearest phrasings have the rest."""
NEAREST = 2
"""Default for how many of an intent's phrasings count as nearest."""

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Score:
    """How well one intent fits a question, 0 to 1."""

    intent: int
    value: float


class IntentIndex:
    """Phrasings of numbered intents. Time of one question grows with the intents that share its words."""

    def __init__(
        self, phrasings: Sequence[Sequence[Features]], *, profile: float = PROFILE, nearest: int = NEAREST
    ) -> None:
        """`phrasings[i]` are the features of each phrasing of intent i."""
        self._profile_share = profile
        self._nearest = nearest
        self._intents = len(phrasings)
        intents_with: dict[str, int] = defaultdict(int)
        for examples in phrasings:
            for feature in {feature for example in examples for feature in example}:
                intents_with[feature] += 1
        self._weights = {
            feature: 1 + math.log((1 + self._intents) / (1 + count)) for feature, count in intents_with.items()
        }
        self._unknown_weight = 1 + math.log(1 + self._intents)
        self._profiles: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._examples: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._owner: list[int] = []
        for intent, examples in enumerate(phrasings):
            total: dict[str, float] = defaultdict(float)
            for example in examples:
                vector = self._unit(self._weigh(example))
                for feature, weight in vector.items():
                    total[feature] += weight
                    self._examples[feature].append((len(self._owner), weight))
                self._owner.append(intent)
            root = self._unit({feature: math.sqrt(weight) for feature, weight in total.items()})
            for feature, weight in root.items():
                self._profiles[feature].append((intent, weight))

    def _weigh(self, features: Features) -> dict[str, float]:
        weights = self._weights
        return {feature: strength * weights[feature] for feature, strength in features.items() if feature in weights}

    @staticmethod
    def _unit(vector: dict[str, float]) -> dict[str, float]:
        norm = math.sqrt(sum(weight * weight for weight in vector.values()))
        return {feature: weight / norm for feature, weight in vector.items()} if norm else {}

    def score(self, features: Features, unknown: float) -> list[Score]:
        """The intents that share a feature with the question, best first; equal scores in index order.

        Args:
            features: of the question, with strengths from 0 to 1; those no phrasing has count as unknown
                only if they stand for a single word (not a pair or a question word).
            unknown: how many content words are unknown to the whole base.
        """
        vector = self._weigh(features)
        strange = unknown + sum(1 for feature in features if feature not in self._weights and _is_word(feature))
        norm = math.sqrt(sum(weight * weight for weight in vector.values()) + strange * self._unknown_weight**2)
        if not vector:
            return []
        profiles: dict[int, float] = defaultdict(float)
        examples: dict[int, float] = defaultdict(float)
        for feature, weight in vector.items():
            for intent, other in self._profiles[feature]:
                profiles[intent] += weight * other
            for example, other in self._examples[feature]:
                examples[example] += weight * other
        nearest: dict[int, list[float]] = defaultdict(list)
        for example, value in examples.items():
            nearest[self._owner[example]].append(value)
        share = self._profile_share
        scores = [
            Score(intent, (share * value + (1 - share) * self._mean_of_best(nearest[intent])) / norm)
            for intent, value in profiles.items()
        ]
        scores.sort(key=lambda score: (-score.value, score.intent))
        return scores

    def _mean_of_best(self, values: Iterable[float]) -> float:
        return sum(sorted(values, reverse=True)[: self._nearest]) / self._nearest


def _is_word(feature: str) -> bool:
    return "_" not in feature and not feature.startswith("?")
