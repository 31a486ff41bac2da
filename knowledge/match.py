"""From a question to ranked candidates: score every intent, gate, rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.gates import Gates, Rejection, doubt
from knowledge.index import IntentIndex
from knowledge.intents import Intent
from knowledge.understand import Question

SENTENCE = 0.95
"""Factor for a score that only one sentence of the question reached, not the question as a whole."""
CANDIDATES = 40
"""How many of the best-scoring intents are put to the gates."""


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

    def __init__(self, intents: Sequence[Intent], gates: Gates) -> None:
        self._intents = tuple(intents)
        self._index = IntentIndex([[a.features for a in intent.analyses] for intent in intents])
        self._gates = gates

    def rank(self, question: Question) -> Ranking:
        """The intents that share a word with the question, the best `CANDIDATES` of them gated."""
        best: dict[int, float] = {}
        parts = [(question.whole, 1.0), *((sentence, SENTENCE) for sentence in question.sentences)]
        for analysis, factor in parts:
            for score in self._index.score(analysis.features, analysis.unknown)[:CANDIDATES]:
                value = score.value * factor * doubt(analysis, self._intents[score.intent])
                if value > best.get(score.intent, 0.0):
                    best[score.intent] = value
        ordered = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:CANDIDATES]
        passed: list[Candidate] = []
        rejected: list[Candidate] = []
        for number, value in ordered:
            intent = self._intents[number]
            rejection = self._gates.check(question.whole, intent)
            candidate = Candidate(intent, value, rejection)
            (passed if rejection is None else rejected).append(candidate)
        return Ranking(tuple(passed), tuple(rejected))
