"""From a question to ranked candidates: score every intent, gate, rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.gates import Gates, Rejection, doubt
from knowledge.index import IntentIndex
from knowledge.intents import Intent, WordedIntent
from knowledge.understand import Question

SENTENCE = 0.95
"""Factor for a score that only one sentence of the question reached, not the question as a whole."""


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


class Matcher:
    """Ranks intents. Knows nothing about thresholds or replies."""

    def __init__(self, intents: Sequence[WordedIntent], gates: Gates) -> None:
        # An intent is indexed once for each of its languages, so that a question is held against all that
        # was written in its own language and not against a third of it.
        entries = [(each.intent, analyses) for each in intents for analyses in each.readings.values()]
        self._intents = tuple(intent for intent, _ in entries)
        self._index = IntentIndex([[a.features for a in analyses] for _, analyses in entries])
        self._gates = gates

    def rank(self, question: Question) -> Ranking:
        """The intents nearest to the question or to one of its sentences, gated."""
        best: dict[str, tuple[float, Intent]] = {}
        parts = [(question.whole, 1.0), *((sentence, SENTENCE) for sentence in question.sentences)]
        for analysis, factor in parts:
            for score in self._index.score(analysis.features, analysis.unknown):
                intent = self._intents[score.intent]
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
