"""Scores every intent against a question: weighted features in an inverted index.

After SoftTFIDF (Cohen, Ravikumar and Fienberg, 2003): rare words weigh more, a misspelt word counts by its
similarity, an unknown word lowers every score. An intent is compared both as a whole (its profile, all
its phrasings together) and by the phrasings nearest to the question. The profiles are compared first; only
the intents that come out best are then compared phrasing by phrasing.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import accumulate, chain
from sys import intern

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
Known = Sequence[tuple[int, float]]
"""Features of a question that some phrasing has, by number, with their weights."""
_Span = tuple[int, int, float, float]
"""Where the postings of a feature of a question begin and end, its weight, and that again for a word, 0 for a pair."""


@dataclass(frozen=True, slots=True)
class Score:
    """How well one intent fits a question, 0 to 1."""

    intent: int
    value: float
    coverage: float
    """How much of the question's weight is in words that some phrasing of the intent has, 0 to 1."""


class _Postings:
    """Number of a feature -> the intents that have it, ascending, and in which of their phrasings.

    Flat arrays of small numbers: they load at once, and what one question touches lies close together. A
    feature's intents stand from `ends[feature]` to `ends[feature + 1]` in `intents`, with the feature's weight in
    their profiles in `weights`; the phrasings of the intent at `place` from `starts[place]` to
    `starts[place + 1]` in `phrasings`, with the weights there in `phrasing_weights`.
    """

    def __init__(
        self, intents_with: Iterable[int], phrasings_with: Sequence[int], intents: Iterable[Iterable[Known]]
    ) -> None:
        """`intents` are the weighted features of their phrasings; the others, how many have each feature."""
        self.ends = array("I", accumulate(intents_with, initial=0))
        places, size = self.ends[-1], sum(phrasings_with)
        self.intents, self.weights = array("H", [0]) * places, array("f", [0]) * places
        self.starts = array("I", [0]) * (places + 1)
        self.phrasings, self.phrasing_weights = array("H", [0]) * size, array("f", [0]) * size
        free_places, free = list(self.ends), list(accumulate(phrasings_with, initial=0))
        for intent, phrasings in enumerate(intents):
            totals: dict[int, float] = defaultdict(float)
            for phrasing, known in enumerate(phrasings):
                norm = _norm(known)
                for feature, weight in known:
                    at = free[feature]
                    free[feature] = at + 1
                    self.phrasings[at] = phrasing
                    self.phrasing_weights[at] = weight / norm
                    totals[feature] += weight / norm
            norm = math.sqrt(sum(totals.values()))
            for feature, total in totals.items():
                place = free_places[feature]
                free_places[feature] = place + 1
                self.intents[place] = intent
                self.weights[place] = math.sqrt(total) / norm
                self.starts[place + 1] = free[feature]


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
        self._sizes = array("H", (len(examples) for examples in phrasings))
        seen = Counter(chain.from_iterable(chain.from_iterable(phrasings)))
        having = Counter(chain.from_iterable(dict.fromkeys(chain.from_iterable(examples)) for examples in phrasings))
        intents_with = {
            feature: count for feature, count in having.items() if seen[feature] >= FEWEST_PAIRS or not is_pair(feature)
        }
        # The learnt weights have most of the very same features: interned, they are kept once.
        self._numbers = {intern(feature): number for number, feature in enumerate(intents_with)}
        self._single = bytes(map(is_word, self._numbers))
        intents = len(phrasings)
        self._weights = array("f", (1 + math.log((1 + intents) / (1 + count)) for count in intents_with.values()))
        self._unknown_weight = 1 + math.log(1 + intents)
        self._postings = _Postings(
            intents_with.values(),
            [seen[feature] for feature in intents_with],
            (map(self._weigh, examples) for examples in phrasings),
        )

    def __contains__(self, feature: str) -> bool:
        return feature in self._numbers

    def _weigh(self, features: Features) -> list[tuple[int, float]]:
        numbers, weights = self._numbers, self._weights
        return [
            (number, strength * weights[number])
            for feature, strength in features.items()
            if (number := numbers.get(feature)) is not None
        ]

    def score(
        self, features: Features, unknown: float, at_least: float = 0.0, among: Iterable[int] | None = None
    ) -> list[Score]:
        """The intents nearest to the question, best first; equal scores in index order.

        Args:
            features: of the question, with strengths from 0 to 1; those no phrasing has count as unknown
                only if they stand for a single word (not a pair or a question word).
            unknown: how many content words are unknown to the whole base.
            at_least: nothing is found where no score can be as high as this; it spares the time.
            among: the intents to be scored; those whose profiles are most like the question if not given.
        """
        known = self._weigh(features)
        if not known:
            return []
        strange = unknown
        if len(known) < len(features):
            strange += sum(1 for feature in features if feature not in self._numbers and is_word(feature))
        alike = _norm(known)
        norm = math.sqrt(alike * alike + strange * self._unknown_weight**2)
        if alike < at_least * norm:  # both profiles and phrasings are unit vectors
            return []
        ends, single = self._postings.ends, self._single
        spans = [
            (ends[feature], ends[feature + 1], weight, weight if single[feature] else 0.0) for feature, weight in known
        ]
        words = strange * self._unknown_weight + sum([counted for *_, counted in spans])
        share = self._profile_share
        scores = []
        for intent in self._leading(spans) if among is None else among:
            profile, nearness, covered = self._nearness(intent, spans)
            value = (share * profile + (1 - share) * nearness) / norm
            scores.append(Score(intent, value, covered / words if words else 1.0))
        scores.sort(key=lambda score: (-score.value, score.intent))
        return scores

    def _leading(self, spans: Sequence[_Span]) -> Iterable[int]:
        """The intents whose profiles are most like the question."""
        intents, weights = self._postings.intents, self._postings.weights
        profiles = [0.0] * len(self._sizes)
        for begin, end, weight, _ in spans:
            for intent, other in zip(intents[begin:end], weights[begin:end], strict=True):
                profiles[intent] += weight * other
        best = nlargest(self._kept, profiles)
        enough = max(best[-1], FAR * best[0])
        leading = [intent for intent, profile in enumerate(profiles) if profile >= enough]
        return nlargest(self._kept, leading, key=profiles.__getitem__)

    def _nearness(self, intent: int, spans: Sequence[_Span]) -> tuple[float, float, float]:
        """Similarity of an intent's profile, mean one of its nearest phrasings, and the weight of the words it has."""
        intents, starts, profiles = self._postings.intents, self._postings.starts, self._postings.weights
        phrasings, weights = self._postings.phrasings, self._postings.phrasing_weights
        similarities = [0.0] * self._sizes[intent]
        profile = covered = 0.0
        for begin, end, weight, counted in spans:
            place = bisect_left(intents, intent, begin, end)
            if place == end or intents[place] != intent:
                continue
            profile += weight * profiles[place]
            covered += counted
            first, last = starts[place], starts[place + 1]
            if last - first == 1:  # by far the most frequent case, and quicker without slices
                similarities[phrasings[first]] += weight * weights[first]
            else:
                for phrasing, other in zip(phrasings[first:last], weights[first:last], strict=True):
                    similarities[phrasing] += weight * other
        if self._nearest == 1:
            return profile, max(similarities), covered
        return profile, sum(nlargest(self._nearest, similarities)) / self._nearest, covered


def _norm(known: Known) -> float:
    return math.sqrt(sum([weight * weight for _, weight in known]))


def is_pair(feature: str) -> bool:
    """Whether a feature stands for a pair of words or of a name and a word."""
    return "_" in feature or "&" in feature


def is_word(feature: str) -> bool:
    """Whether a feature stands for a single word or name, not a pair, a question word or change."""
    return not is_pair(feature) and feature[0] not in "?~"
