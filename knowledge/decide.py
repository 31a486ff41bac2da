"""Answer, offer choices, or decline: two thresholds over ranked candidates.

A wrong answer is worse than no answer. The best fact must be good enough against the best decoy, *and* clear
of any fact that would be another answer; facts that belong together answer as one. A little less is a
choice, anything below is declined.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.intents import Intent, IntentKind
from knowledge.match import Candidate, Ranking
from knowledge.model import Thresholds

MAX_CHOICES = 4
CHOICE_SPREAD = 0.75
"""A choice is offered if it has at least this share of the best score."""
DOUBTFUL = 1e-3
"""Added to the likelihoods of facts and decoys, so that two small ones say nothing."""
MAX_TOGETHER = 2
"""How many facts one answer may hold."""


class Band(StrEnum):
    """How sure an answer is, in words."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Outcome(StrEnum):
    """The three ways a question can end."""

    ANSWER = "answer"
    CHOICE = "choice"
    NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a question.

    `intents` are the one to answer with (or two facts that belong together), the choices to offer (best
    first), or for `NO_ANSWER` the decoy that was recognised, if any. `confidence` is 0 to 1; for
    `NO_ANSWER` it is that of the best fact.
    """

    outcome: Outcome
    intents: tuple[Intent, ...]
    confidence: float
    band: Band


def confidence(ranking: Ranking, best: Candidate, thresholds: Thresholds) -> float:
    """How sure it is, 0 to 1, that the fact base answers the question, with `best` its best fact.

    That a question has no answer is seen by what it is near to: the likelihoods of all facts stand against those
    of all decoys. But the more of the question's words are the fact's own, the less do the decoys count: a bare
    "turnout" is not "turnout by region".
    """
    facts = sum(each.likelihood for each in ranking.passed if each.intent.kind is not IntentKind.DECOY)
    decoys = sum(each.likelihood for each in ranking.passed if each.intent.kind is IntentKind.DECOY)
    odds = (facts + DOUBTFUL) / (decoys + DOUBTFUL) * math.exp(thresholds.coverage * (best.coverage - 1))
    return odds / (1 + odds)


def band(value: float, thresholds: Thresholds) -> Band:
    """The band of a confidence."""
    if value >= thresholds.high:
        return Band.HIGH
    return Band.MEDIUM if value >= thresholds.medium else Band.LOW


def decide(ranking: Ranking, thresholds: Thresholds) -> Decision:
    """Apply the thresholds to the candidates that passed the gates."""
    facts = [candidate for candidate in ranking.passed if candidate.intent.kind is not IntentKind.DECOY]
    decoys = [candidate for candidate in ranking.passed if candidate.intent.kind is IntentKind.DECOY]
    if not facts:
        return _decline(decoys, 0.0)
    best = facts[0]
    sure = confidence(ranking, best, thresholds)
    if sure < thresholds.choice:
        return _decline(decoys, sure)
    answering, rival = _answering(facts, thresholds, speaks_of_change=ranking.speaks_of_change)
    if sure >= thresholds.accept and rival is None:
        return Decision(Outcome.ANSWER, answering, sure, band(sure, thresholds))
    choices = tuple(c.intent for c in facts[:MAX_CHOICES] if c.score >= CHOICE_SPREAD * best.score)
    return Decision(Outcome.CHOICE, choices, sure, Band.LOW)


def _answering(
    facts: Sequence[Candidate], thresholds: Thresholds, *, speaks_of_change: bool
) -> tuple[tuple[Intent, ...], Candidate | None]:
    """The intents to answer with, and the best-scoring one that would be another answer altogether, if it is near.

    Where it is open which of two elections is meant, the comparison that shows both answers either way.
    """
    best = facts[0]
    near = thresholds.rival * best.score
    wider = next((each.intent for each in facts[1:] if best.intent.id in each.intent.shown), None)
    answering = [best.intent]
    for candidate in facts[1:]:
        intent, score = candidate.intent, candidate.score
        if _same_answer(best.intent, intent):
            continue
        if belong_together(best.intent, intent):
            if len(answering) < MAX_TOGETHER and wider not in answering and score >= thresholds.together * best.score:
                answering.append(intent)
        elif wider is not None and (intent is wider or intent.id in wider.shown):
            if score >= near:
                answering = [wider]
        elif intent.kind is not best.intent.kind and speaks_of_change == (best.intent.kind is IntentKind.COMPARISON):
            continue  # one of them compares, and the question shows which it wants
        elif score >= near and wider is None and len(answering) < MAX_TOGETHER and compatible(best.intent, intent):
            answering.append(intent)
        else:
            return tuple(answering), candidate if score >= near else None
    return tuple(answering), None


def belong_together(one: Intent, other: Intent) -> bool:
    """Whether two facts may answer one question side by side.

    They may if they are of one topic or related by their curator, and not of different elections.
    Comparisons may if they are about the same subject ("seats" and "share of the vote" of one party).
    """
    if one.kind is IntentKind.COMPARISON and other.kind is IntentKind.COMPARISON:
        return one.subject is not None and one.subject == other.subject
    if one.kind is not IntentKind.FACT:
        return False
    return compatible(one, other) and (one.topic == other.topic or other.id in one.related or one.id in other.related)


def compatible(one: Intent, other: Intent) -> bool:
    """Whether two do not exclude each other: facts of one election, or comparisons of one subject or of all."""
    if one.kind is not other.kind:
        return False
    if one.kind is IntentKind.COMPARISON:
        return one.subject is None or other.subject is None or one.subject == other.subject
    return not one.elections or not other.elections or not one.elections.isdisjoint(other.elections)


def _same_answer(one: Intent, other: Intent) -> bool:
    """Whether it matters little which of two is given: a comparison shows the fact, or much the same numbers."""
    if other.id in one.shown:
        return True
    if one.kind is not IntentKind.COMPARISON or other.kind is not IntentKind.COMPARISON:
        return False
    return one.topic == other.topic


def _decline(decoys: Sequence[Candidate], sure: float) -> Decision:
    return Decision(Outcome.NO_ANSWER, tuple(c.intent for c in decoys[:1]), sure, Band.LOW)
