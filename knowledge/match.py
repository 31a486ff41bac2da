"""From a question to ranked candidates: score every intent, gate, rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.gates import Gates, Rejection, doubt
from knowledge.index import IntentIndex
from knowledge.intents import Intent, WordedIntent
from knowledge.model import Language
from knowledge.understand import Question

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


class Matcher:
    """Ranks intents. Knows nothing about thresholds or replies."""

    def __init__(self, intents: Sequence[WordedIntent], gates: Gates) -> None:
        self._gates = gates
        self._worded = {language: _worded(intents, language) for language in Language}

    def rank(self, question: Question) -> Ranking:
        """The intents nearest to the question or to one of its parts, gated."""
        worded = self._worded[question.language]
        best: dict[str, tuple[float, Intent]] = {}
        parts = [(question.whole, 1.0), *((part, PART) for part in question.parts)]
        for analysis, factor in parts:
            for score in worded.index.score(analysis.features, analysis.unknown):
                intent = worded.intents[score.intent]
                value = score.value * factor * doubt(analysis, intent)
                if value > best.get(intent.id, (0.0, intent))[0]:
                    best[intent.id] = (value, intent)
        passed: list[Candidate] = []
        rejected: list[Candidate] = []
        for value, intent in sorted(best.values(), key=lambda found: (-found[0], found[1].id)):
            rejection = self._gates.check(question.whole, intent)
            candidate = Candidate(intent, value, rejection)
            (passed if rejection is None else rejected).append(candidate)
        return Ranking(tuple(passed), tuple(rejected))


def _worded(intents: Iterable[WordedIntent], language: Language) -> _Worded:
    spoken = [(each.intent, each.readings[language]) for each in intents if language in each.readings]
    index = IntentIndex([[analysis.features for analysis in analyses] for _, analyses in spoken])
    return _Worded(tuple(intent for intent, _ in spoken), index)
