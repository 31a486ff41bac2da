"""Scores every intent against a question: weighted features in an inverted index.

After SoftTFIDF (Cohen, Ravikumar and Fienberg, 2003): rare words weigh more, a misspelt word counts by its
similarity, an unknown word lowers every score. An intent is compared both as a whole (its profile, all
its phrasings together) and by the phrasings nearest to the question. The profiles are compared first; only
the intents that come out best are then compared phrasing by phrasing.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter

PROFILE = 0.5
"""Default share of the profile in a score; the nearest phrasings have the rest."""
NEAREST = 1
"""Default for how many of an intent's phrasings count as nearest."""
KEPT = 8
"""Default for how many intents are scored to the end."""
FEWEST_PAIRS = 2
"""Phrasings that must have a pair; one that occurs once says nothing about other wordings, and there are many."""
FAR = 0.4
"""Intents whose profile has less than this share of the best one's similarity are out of the race."""

Features = Mapping[str, float]
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Score:
    """How well one intent fits a question, 0 to 1."""

    intent: int
    value: float
    coverage: float
    """How much of the question's weight is in words that some phrasing of the intent has, 0 to 1."""


class _Postings:
    """Number of a feature -> (owner, item, weight), owners ascending.

    Flat arrays of small numbers: they load at once, and what one question touches lies close together.
    """

    def __init__(self, found: Sequence[Sequence[tuple[int, int, float]]]) -> None:
        self._ends = array("I", [0])
        self.owners, self.items, self.weights = array("H"), array("H"), array("f")
        for postings in found:
            for owner, item, weight in postings:
                self.owners.append(owner)
                self.items.append(item)
                self.weights.append(weight)
            self._ends.append(len(self.owners))

    def span(self, feature: int) -> _Span:
        """Where the postings of a feature begin and end."""
        return self._ends[feature], self._ends[feature + 1]


class IntentIndex:
    """Phrasings of numbered intents. Time of one question grows with the intents that share its words."""

    def __init__(
        self,
        phrasings: Sequence[Sequence[Features]],
        *,
        profile: float = PROFILE,
        nearest: int = NEAREST,
        kept: int = KEPT,
    ) -> None:
        """`phrasings[i]` are the features of each phrasing of intent i."""
        self._profile_share = profile
        self._nearest = nearest
        self._kept = kept
        intents = len(phrasings)
        seen = Counter(feature for examples in phrasings for example in examples for feature in example)
        intents_with: dict[str, int] = defaultdict(int)
        for examples in phrasings:
            for feature in {feature for example in examples for feature in example}:
                if seen[feature] >= FEWEST_PAIRS or not is_pair(feature):
                    intents_with[feature] += 1
        self._numbers = {feature: number for number, feature in enumerate(intents_with)}
        self._weights = array("f", (1 + math.log((1 + intents) / (1 + count)) for count in intents_with.values()))
        self._unknown_weight = 1 + math.log(1 + intents)
        profiles: list[list[tuple[int, int, float]]] = [[] for _ in self._numbers]
        of_examples: list[list[tuple[int, int, float]]] = [[] for _ in self._numbers]
        for intent, examples in enumerate(phrasings):
            total: dict[str, float] = defaultdict(float)
            for number, example in enumerate(examples):
                for feature, weight in self._unit(self._weigh(example)).items():
                    total[feature] += weight
                    of_examples[self._numbers[feature]].append((intent, number, weight))
            root = self._unit({feature: math.sqrt(weight) for feature, weight in total.items()})
            for feature, weight in root.items():
                profiles[self._numbers[feature]].append((intent, 0, weight))
        self._profiles = _Postings(profiles)
        self._examples = _Postings(of_examples)

    def __contains__(self, feature: str) -> bool:
        return feature in self._numbers

    def _weigh(self, features: Features) -> dict[str, float]:
        numbers, weights = self._numbers, self._weights
        return {
            feature: strength * weights[numbers[feature]]
            for feature, strength in features.items()
            if feature in numbers
        }

    @staticmethod
    def _unit(vector: dict[str, float]) -> dict[str, float]:
        norm = math.sqrt(sum(weight * weight for weight in vector.values()))
        return {feature: weight / norm for feature, weight in vector.items()} if norm else {}

    def vector(self, features: Features) -> dict[str, float]:
        """The features that some phrasing has, as a unit vector to learn from; empty if none has any.

        Rare ones weigh more here too, but only by the root of what they weigh in a score.
        """
        numbers, weights = self._numbers, self._weights
        return self._unit(
            {
                feature: strength * math.sqrt(weights[numbers[feature]])
                for feature, strength in features.items()
                if feature in numbers
            }
        )

    def score(self, features: Features, unknown: float, also: Iterable[int] = ()) -> list[Score]:
        """The intents nearest to the question, best first; equal scores in index order.

        Args:
            features: of the question, with strengths from 0 to 1; those no phrasing has count as unknown
                only if they stand for a single word (not a pair or a question word).
            unknown: how many content words are unknown to the whole base.
            also: intents to be scored however little their profiles are like the question.
        """
        vector = self._weigh(features)
        if not vector:
            return []
        strange = unknown + sum(1 for feature in features if feature not in self._numbers and is_word(feature))
        norm = math.sqrt(sum(weight * weight for weight in vector.values()) + strange * self._unknown_weight**2)
        profiles: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        words = strange * self._unknown_weight
        for feature, weight in vector.items():
            counted = weight if is_word(feature) else 0.0
            words += counted
            begin, end = self._profiles.span(self._numbers[feature])
            owners, weights = self._profiles.owners[begin:end], self._profiles.weights[begin:end]
            for intent, other in zip(owners, weights, strict=True):
                profiles[intent] += weight * other
                covered[intent] += counted
        share = self._profile_share
        spans = [(self._examples.span(self._numbers[feature]), weight) for feature, weight in vector.items()]
        leading = nlargest(self._kept, profiles.items(), key=itemgetter(1))
        wanted = {intent: profile for intent, profile in leading if profile >= FAR * leading[0][1]}
        wanted |= {intent: profiles[intent] for intent in also}
        scores = [
            Score(
                intent,
                (share * profile + (1 - share) * self._nearness(intent, spans)) / norm,
                covered[intent] / words if words else 1.0,
            )
            for intent, profile in wanted.items()
        ]
        scores.sort(key=lambda score: (-score.value, score.intent))
        return scores

    def _nearness(self, intent: int, spans: Sequence[tuple[_Span, float]]) -> float:
        """Mean similarity of the nearest phrasings of an intent."""
        owners, items, weights = self._examples.owners, self._examples.items, self._examples.weights
        found: dict[int, float] = defaultdict(float)
        for (first, last), weight in spans:
            begin = bisect_left(owners, intent, first, last)
            end = bisect_right(owners, intent, begin, last)
            for number, other in zip(items[begin:end], weights[begin:end], strict=True):
                found[number] += weight * other
        if self._nearest == 1:
            return max(found.values(), default=0.0)
        return sum(nlargest(self._nearest, found.values())) / self._nearest


def is_pair(feature: str) -> bool:
    """Whether a feature stands for a pair of words or of a name and a word."""
    return "_" in feature or "&" in feature


def is_word(feature: str) -> bool:
    """Whether a feature stands for a single word or name, not a pair, a question word or change."""
    return not is_pair(feature) and feature[0] not in "?~"
