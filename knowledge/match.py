"""From a question to ranked candidates: score every intent, gate, rank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.gates import Gates, Rejection, doubt
from knowledge.index import IntentIndex, is_word
from knowledge.intents import Intent, WordedIntent
from knowledge.learned import LearnedWeights
from knowledge.model import Language
from knowledge.understand import Analysis, Question

UNLIKELY = 0.02
"""Probability up to which an intent that the index does not find near is left out."""
PART = 0.92
"""Factor for a score that only one sentence or clause of the question reached, not the question as a whole."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An intent with its score (0 to 1) and, if a gate put it out, why."""

    intent: Intent
    score: float
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

    def scores(self, analysis: Analysis) -> Iterator[tuple[Intent, float]]:
        """The intents nearest to a text with their scores, 0 to 1.

        A score is the mean of what the index and the learnt weights say; unknown words lower both.
        """
        alike = {self.intents[s.intent].id: s.value for s in self.index.score(analysis.features, analysis.unknown)}
        if self.learned is None:
            likely: Mapping[str, float] = {}
        else:
            likely = self.learned.probabilities(self.index.vector(analysis.features)) if alike else {}
        known = sum(1 for feature in analysis.features if is_word(feature))
        damping = known / (known + analysis.unknown) if known else 0.0
        for intent in self.intents:
            near = alike.get(intent.id, 0.0)
            if intent.id not in likely:
                if near:
                    yield intent, near
            elif near or likely[intent.id] > UNLIKELY:
                yield intent, (near + damping * likely[intent.id]) / 2


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
        best: dict[str, tuple[float, Intent]] = {}
        parts = [(question.whole, 1.0), *((part, PART) for part in question.parts)]
        for analysis, factor in parts:
            for intent, score in worded.scores(analysis):
                value = score * factor * doubt(analysis, intent)
                if value > best.get(intent.id, (0.0, intent))[0]:
                    best[intent.id] = (value, intent)
        passed: list[Candidate] = []
        rejected: list[Candidate] = []
        for value, intent in sorted(best.values(), key=lambda found: (-found[0], found[1].id)):
            rejection = self._gates.check(question.whole, intent)
            candidate = Candidate(intent, value, rejection)
            (passed if rejection is None else rejected).append(candidate)
        return Ranking(tuple(passed), tuple(rejected))


def _worded(intents: Iterable[WordedIntent], language: Language, learned: LearnedWeights | None) -> _Worded:
    spoken = [(each.intent, each.readings[language]) for each in intents if language in each.readings]
    index = IntentIndex([[analysis.features for analysis in analyses] for _, analyses in spoken])
    return _Worded(tuple(intent for intent, _ in spoken), index, learned)
