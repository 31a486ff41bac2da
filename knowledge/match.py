"""From a question to ranked candidates: score every intent, gate, rank."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest

from knowledge.analysis import Analysis, Question
from knowledge.gates import Gates, Rejection, doubt
from knowledge.index import IntentIndex, is_word
from knowledge.intents import Intent, IntentKind, WordedIntent
from knowledge.learned import LearnedWeights
from knowledge.model import Language

PART = 0.92
"""Factor for a score that only one sentence or clause of the question reached, not the question as a whole."""
FEWEST_WORDS = 3
"""Words that a part must say; "True?" after a long sentence asks nothing by itself."""
LIFTED = 0.2
"""Share of the score of a fact it shows from which a comparison takes its place, if the question speaks of change."""
LIKELY = 16
"""How many of the likeliest intents are looked at, whatever the index finds."""
UNLIKELY = 1e-3
"""Likelihood under which an intent is not looked at if the index does not find it."""
_NOT_LEARNT = -1.0
"""Stands for the likelihood of an intent for which no weights were learnt."""
UNLEARNT = 4
"""Power of its score that serves as likelihood of an intent for which no weights were learnt."""


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
    likelihood: float
    """How likely the learnt weights take it to be what was asked, 0 to 1, less what is doubtful."""
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
    numbers: tuple[int | None, ...]
    """The number of each intent in the weights; None for one that they do not know."""

    def candidates(self, analysis: Analysis) -> Iterator[Candidate]:
        """The intents nearest to a text, and the likeliest.

        A score is the mean of what the index and the learnt weights say, less the more of the question's words
        none of the intent's own phrasings has: the weights tell intents from each other, not from none of them.
        """
        likely = self._likelihoods(analysis)
        leading = [number for number, likelihood in enumerate(likely) if likelihood > UNLIKELY]
        if len(leading) > LIKELY:
            leading = nlargest(LIKELY, leading, key=likely.__getitem__)
        for score in self.index.score(analysis.features, analysis.unknown, also=leading):
            near = score.value * math.sqrt(score.coverage)
            likelihood = likely[score.intent] if likely else _NOT_LEARNT
            learnt = likelihood != _NOT_LEARNT
            parts = Parts(near, likelihood * score.coverage if learnt else None)
            likelihood = likelihood if learnt else near**UNLEARNT
            intent = self.intents[score.intent]
            yield Candidate(intent, parts.combined, score.coverage, likelihood, parts=parts)

    def _likelihoods(self, analysis: Analysis) -> Sequence[float]:
        """How likely each intent is, or `_NOT_LEARNT`; empty where nothing is known."""
        vector = self.index.vector(analysis.features)
        if self.learned is None or not vector:
            return ()
        likely = self.learned.probabilities(vector)
        return [likely[learnt] if learnt is not None else _NOT_LEARNT for learnt in self.numbers]


class Matcher:
    """Ranks intents. Knows nothing about thresholds or replies."""

    def __init__(
        self, intents: Sequence[WordedIntent], gates: Gates, weights: Mapping[Language, LearnedWeights]
    ) -> None:
        self._gates = gates
        self._worded = {language: _worded(intents, language, weights.get(language)) for language in Language}

    def rank(self, question: Question) -> Ranking:
        """The intents nearest to the question or to one of its parts, gated.

        A part may show what is asked; how likely that is, and how much of it is covered, the whole question says:
        a clause taken by itself is soon covered by something.
        """
        worded = self._worded[question.language]
        best = {each.intent.id: each for each in self._doubted(worded, question.whole, 1.0)}
        for part in question.parts:
            if sum(map(is_word, part.features)) < FEWEST_WORDS:
                continue
            for each in self._doubted(worded, part, PART):
                known = best.get(each.intent.id)
                if known is None:
                    best[each.intent.id] = replace(each, coverage=0.0, likelihood=0.0)
                elif each.score > known.score:
                    best[each.intent.id] = replace(known, score=each.score, parts=each.parts)
        passed: list[Candidate] = []
        rejected: list[Candidate] = []
        for candidate in best.values():
            rejection = self._gates.check(question.whole, candidate.intent)
            if rejection is None:
                passed.append(candidate)
            else:
                rejected.append(replace(candidate, rejection=rejection))
        if question.whole.cues:
            passed = list(_lifted(passed))
        return Ranking(_ranked(passed), _ranked(rejected))

    @staticmethod
    def _doubted(worded: _Worded, analysis: Analysis, factor: float) -> Iterator[Candidate]:
        """The candidates for a text, with scores times `factor`, both scores and likelihoods less what is doubtful."""
        for each in worded.candidates(analysis):
            doubtful = doubt(analysis, each.intent)
            left = factor * doubtful
            yield Candidate(
                each.intent,
                min(1.0, each.score * left),
                each.coverage,
                each.likelihood * min(1.0, doubtful),
                parts=replace(each.parts, factor=left) if each.parts is not None else None,
            )


def _ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    def order(each: Candidate) -> tuple[float, bool, str]:
        return -each.score, each.intent.kind is IntentKind.FACT, each.intent.id

    return tuple(sorted(candidates, key=order))


def _lifted(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates for a question that speaks of change: a comparison fits it as well as the facts that it shows."""
    scores = {each.intent.id: each.score for each in candidates if not each.intent.speaks_of_change}
    for each in candidates:
        shown = max((scores.get(fact, 0.0) for fact in each.intent.shown), default=0.0)
        yield replace(each, score=shown) if shown > each.score >= LIFTED * shown else each


def _worded(intents: Iterable[WordedIntent], language: Language, learned: LearnedWeights | None) -> _Worded:
    spoken = [(each.intent, each.readings[language]) for each in intents if language in each.readings]
    index = IntentIndex([[analysis.features for analysis in analyses] for _, analyses in spoken])
    numbers = {intent: number for number, intent in enumerate(learned.intents)} if learned is not None else {}
    known = tuple(numbers.get(intent.id) for intent, _ in spoken)
    return _Worded(tuple(intent for intent, _ in spoken), index, learned, known)
