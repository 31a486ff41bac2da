"""From a question to ranked candidates: score every intent, gate, rank."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.analysis import Analysis, Question
from knowledge.gates import Gates, Rejection, doubt
from knowledge.index import IntentIndex
from knowledge.intents import Intent, WordedIntent
from knowledge.learned import LearnedWeights
from knowledge.model import Language

PART = 0.92
"""Factor for a score that only one sentence or clause of the question reached, not the question as a whole."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a score is made of."""

    index: float
    """What the index says, 0 to 1, less what is not covered."""
    learned: float | None
    """What the learnt weights say, 0 to 1, less what is not covered; None where they do not know the intent."""
    factor: float = 1.0
    """What is left for doubts, and if only one part of the question says so."""

    @property
    def combined(self) -> float:
        """The mean of both, or what the index says alone."""
        return self.index if self.learned is None else (self.index + self.learned) / 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """An intent with its score (0 to 1) and, if a gate put it out, why."""

    intent: Intent
    score: float
    coverage: float
    """How much of the question's weight is in words that its phrasings have, 0 to 1."""
    rejection: Rejection | None = None
    parts: Parts | None = None
    """How the score came about."""


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

    def scores(self, analysis: Analysis) -> Iterator[tuple[Intent, Parts, float]]:
        """The intents nearest to a text with score and coverage, 0 to 1.

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
            learned = likely[intent.id] * score.coverage if intent.id in likely else None
            yield intent, Parts(near, learned), score.coverage


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
        best: dict[str, Candidate] = {}
        parts = [(question.whole, 1.0), *((part, PART) for part in question.parts)]
        for analysis, factor in parts:
            for intent, found, coverage in worded.scores(analysis):
                left = factor * doubt(analysis, intent)
                value = min(1.0, found.combined * left)
                if intent.id not in best or value > best[intent.id].score:
                    best[intent.id] = Candidate(intent, value, coverage, parts=replace(found, factor=left))
        passed: list[Candidate] = []
        rejected: list[Candidate] = []
        for candidate in sorted(best.values(), key=lambda each: (-each.score, each.intent.id)):
            rejection = self._gates.check(question.whole, candidate.intent)
            if rejection is None:
                passed.append(candidate)
            else:
                rejected.append(replace(candidate, rejection=rejection))
        return Ranking(tuple(passed), tuple(rejected))


def _worded(intents: Iterable[WordedIntent], language: Language, learned: LearnedWeights | None) -> _Worded:
    spoken = [(each.intent, each.readings[language]) for each in intents if language in each.readings]
    index = IntentIndex([[analysis.features for analysis in analyses] for _, analyses in spoken])
    return _Worded(tuple(intent for intent, _ in spoken), index, learned)
