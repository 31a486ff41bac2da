"""From a question to ranked candidates: score every intent, gate, rank."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.analysis import Analysis, Question
from knowledge.gates import Gates, Rejection, doubt
from knowledge.index import IntentIndex
from knowledge.intents import Intent, WordedIntent
from knowledge.learned import LearnedWeights
from knowledge.model import Language

PART = 0.92
"""Factor for a score that only one sentence or clause of the question reached, not the question as a whole."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An intent with its score (0 to 1) and, if a gate put it out, why."""

    intent: Intent
    score: float
    coverage: float
    """How much of the question's weight is in words that its phrasings have, 0 to 1."""
    rejection: Rejection | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates of one question, best first."""

    passed: tuple[Candidate, ...]
    rejected: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class _Worded:
    """The intents that have phrasings in one language, and the index of those."""

    intents: tuple[Intent, ...]
    index: IntentIndex
    learned: LearnedWeights | None

    def scores(self, analysis: Analysis) -> Iterator[tuple[Intent, float, float]]:
        """The intents nearest to a text with score and coverage, both 0 to 1.

        A score is the mean of what the index and the learnt weights say, less the more of the question's words
        none of the intent's own phrasings has: the weights tell intents from each other, not from none of them.
        """
        found = self.index.score(analysis.features, analysis.unknown)
        likely: Mapping[str, float] = {}
        if self.learned is not None and found:
            vector = self.index.vector(analysis.features)
            likely = self.learned.probabilities(vector, (self.intents[score.intent].id for score in found))
        for score in found:
            intent = self.intents[score.intent]
            near = score.value * math.sqrt(score.coverage)
            if intent.id in likely:
                yield intent, (near + likely[intent.id] * score.coverage) / 2, score.coverage
            else:
                yield intent, near, score.coverage


class Matcher:
    """Ranks intents. Knows nothing about thresholds or replies."""

    def __init__(
        self, intents: Sequence[WordedIntent], gates: Gates, weights: Mapping[Language, LearnedWeights]
    ) -> None:
        self._gates = gates
        self._worded = {language: _worded(intents, language, weights.get(language)) for language in Language}

    def rank(self, question: Question) -> Ranking:
        """The intents nearest to the question or to one of its parts, gated."""
        worded = self._worded[question.language]
        best: dict[str, tuple[float, float, Intent]] = {}
        parts = [(question.whole, 1.0), *((part, PART) for part in question.parts)]
        for analysis, factor in parts:
            for intent, score, coverage in worded.scores(analysis):
                value = min(1.0, score * factor * doubt(analysis, intent))
                if value > best.get(intent.id, (0.0,))[0]:
                    best[intent.id] = (value, coverage, intent)
        passed: list[Candidate] = []
        rejected: list[Candidate] = []
        for value, coverage, intent in sorted(best.values(), key=lambda found: (-found[0], found[2].id)):
            rejection = self._gates.check(question.whole, intent)
            candidate = Candidate(intent, value, coverage, rejection)
            (passed if rejection is None else rejected).append(candidate)
        return Ranking(tuple(passed), tuple(rejected))


def _worded(intents: Iterable[WordedIntent], language: Language, learned: LearnedWeights | None) -> _Worded:
    spoken = [(each.intent, each.readings[language]) for each in intents if language in each.readings]
    index = IntentIndex([[analysis.features for analysis in analyses] for _, analyses in spoken])
    return _Worded(tuple(intent for intent, _ in spoken), index, learned)
