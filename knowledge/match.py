"""From a question to ranked candidates: score every intent, gate, rank."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.analysis import Analysis, Question
from knowledge.gates import Gates, Rejection
from knowledge.index import PROFILE, IntentIndex, is_word
from knowledge.intents import Intent, IntentKind, WordedIntent
from knowledge.learned import LearnedWeights
from knowledge.model import Language

PART = 0.92
"""Factor for a score that only one sentence or clause of the question reached, not the question as a whole."""
FEWEST_WORDS = 3
"""Words that a part must say; "True?" after a long sentence asks nothing by itself."""
LIFTED = 0.2
"""Share of the score of a fact it shows from which a comparison takes its place, if the question speaks of change."""
LIFTED_SURELY = 0.03
"""The same if it speaks of both times that are compared."""
LIKELY = 16
"""How many of the likeliest intents are looked at."""
COMPARED = 4
"""How many of these, decoys left out, are compared with the question phrasing by phrasing: it takes longest."""
WORTH_COMPARING = 0.02
"""And only those that are at least so likely beside the likeliest of them."""
INDEX_SHARE = 0.3
"""Share that the index has in a score; the learnt weights have the rest."""
UNLEARNT = 4
"""Power of its score that serves as likelihood of an intent for which no weights were learnt."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a score is made of."""

    index: float | None
    """What the index says, 0 to 1, less what is not covered; None where the question was not compared with it."""
    learned: float | None
    """What the learnt weights say, 0 to 1, less what is not covered; None where they do not know the intent."""
    factor: float = 1.0
    """What is left for doubts, and if only one part of the question says so."""

    @property
    def score(self) -> float:
        """What both say, or one alone, times the factor, at most 1."""
        index = self.learned if self.index is None else self.index
        learned = self.index if self.learned is None else self.learned
        return min(1.0, self.factor * (INDEX_SHARE * (index or 0.0) + (1 - INDEX_SHARE) * (learned or 0.0)))


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
    speaks_of_change: bool = False
    """Whether the question does."""


@dataclass(frozen=True, slots=True)
class _Worded:
    """The intents that have phrasings in one language, and the index of those."""

    intents: tuple[Intent, ...]
    index: IntentIndex
    learned: LearnedWeights | None
    learnt: tuple[int | None, ...]
    """For each intent that the weights know, its number here; None for one that is no more."""
    unlearnt: tuple[int, ...]
    """The intents that the weights do not know."""
    gates: Gates

    def candidates(self, analysis: Analysis, factor: float) -> Iterator[Candidate]:
        """The likeliest intents for a text, and what the index finds where no weights were learnt.

        A score is made of what the index and the learnt weights say, less the more of the question's words
        none of the intent's own phrasings has: the weights tell intents from each other, not from none of them.
        It is taken times `factor`; both it and the likelihood, less what is doubtful.
        """
        likely = dict(self._likeliest(analysis))
        answers = [number for number in likely if self.intents[number].kind is not IntentKind.DECOY][:COMPARED]
        answers = [number for number in answers if likely[number] >= WORTH_COMPARING * likely[answers[0]]]
        among = (*answers, *self.unlearnt) if likely else None
        for found in self.index.score(analysis.features, analysis.unknown, among=among):
            near, likelihood = found.value * math.sqrt(found.coverage), likely.pop(found.intent, None)
            learned = likelihood * found.coverage if likelihood is not None else None
            sure = near**UNLEARNT if likelihood is None else likelihood
            yield self._candidate(analysis, found.intent, Parts(near, learned, factor), found.coverage, sure)
        for number, likelihood in likely.items():
            yield self._candidate(analysis, number, Parts(None, likelihood, factor), 0.0, likelihood)

    def _candidate(
        self, analysis: Analysis, number: int, parts: Parts, coverage: float, likelihood: float
    ) -> Candidate:
        intent = self.intents[number]
        doubtful = self.gates.doubt(analysis, intent)
        parts = Parts(parts.index, parts.learned, parts.factor * doubtful)
        return Candidate(intent, parts.score, coverage, likelihood * min(1.0, doubtful), parts=parts)

    def _likeliest(self, analysis: Analysis) -> Iterator[tuple[int, float]]:
        """The likeliest intents by the learnt weights, likeliest first, with their likelihoods."""
        if self.learned is None:
            return
        for number, likelihood in self.learned.likeliest({**analysis.features, **analysis.details()}, LIKELY):
            intent = self.learnt[number]
            if intent is not None:
                yield intent, likelihood


class Matcher:
    """Ranks intents. Knows nothing about thresholds or replies."""

    def __init__(
        self, intents: Sequence[WordedIntent], gates: Gates, weights: Mapping[Language, LearnedWeights]
    ) -> None:
        self._gates = gates
        self._worded = {language: _worded(intents, language, weights.get(language), gates) for language in Language}

    def rank(self, question: Question) -> Ranking:
        """The intents nearest to the question or to one of its parts, gated.

        A part may show what is asked; how likely that is, and how much of it is covered, the whole question says:
        a clause taken by itself is soon covered by something.
        """
        worded = self._worded[question.language]
        best = {each.intent.id: each for each in worded.candidates(question.whole, 1.0)}
        for part in question.parts:
            if sum(map(is_word, part.features)) < FEWEST_WORDS:
                continue
            for each in worded.candidates(part, PART):
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
        if question.whole.speaks_of_change:
            passed = list(_lifted(passed, LIFTED_SURELY if len(question.whole.times) > 1 else LIFTED))
        return Ranking(_ranked(passed), _ranked(rejected), question.whole.speaks_of_change)


def _ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    def order(each: Candidate) -> tuple[float, bool, str]:
        return -each.score, each.intent.kind is IntentKind.FACT, each.intent.id

    return tuple(sorted(candidates, key=order))


def _lifted(candidates: Sequence[Candidate], share: float) -> Iterator[Candidate]:
    """The candidates for a question that speaks of change: a comparison fits it as well as the facts that it shows.

    Of several that show one, the likeliest fits as well, the others less by as much as they are less likely.
    """
    scores = {each.intent.id: each.score for each in candidates if not each.intent.speaks_of_change}
    showing: dict[str, float] = {}
    for each in candidates:
        for fact in each.intent.shown & scores.keys():
            showing[fact] = max(showing.get(fact, 0.0), each.score)
    for each in candidates:
        shown = [
            scores[fact] * (each.score / (showing[fact] or 1.0))
            for fact in each.intent.shown & scores.keys()
            if each.score >= share * scores[fact]
        ]
        best = max(shown, default=0.0)
        yield replace(each, score=best) if best > each.score else each


def _worded(
    intents: Iterable[WordedIntent], language: Language, learned: LearnedWeights | None, gates: Gates
) -> _Worded:
    spoken = [(each.intent, each.readings[language]) for each in intents if language in each.readings]
    # What an intent is like as a whole, the learnt weights know better.
    profile = PROFILE if learned is None else 0.0
    index = IntentIndex([[analysis.features for analysis in analyses] for _, analyses in spoken], profile=profile)
    numbers = {intent.id: number for number, (intent, _) in enumerate(spoken)}
    learnt = learned.intents if learned is not None else ()
    known = frozenset(learnt)
    return _Worded(
        tuple(intent for intent, _ in spoken),
        index,
        learned,
        tuple(map(numbers.get, learnt)),
        tuple(number for intent, number in numbers.items() if intent not in known),
        gates,
    )
