"""Answer, offer choices, or decline: two thresholds over ranked candidates.

A wrong answer is worse than no answer. The best candidate must be good enough *and* clear of the
runner-up, unless the two belong together and answer as one; a little less is a choice, anything below
is declined.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.intents import Intent, IntentKind
from knowledge.match import Candidate, Ranking
from knowledge.model import Thresholds

MAX_CHOICES = 4
CHOICE_SPREAD = 0.75
"""A choice is offered if it has at least this share of the best score."""
MARGIN_WEIGHT = 0.25
"""How much being clear of the runner-up adds to the confidence; above 1 it does harm (CLINC150)."""


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


def confidence(best: float, second: float) -> float:
    """Score of the best plus a bonus for being clear of the second, at most 1."""
    return max(0.0, min(1.0, best + MARGIN_WEIGHT * (best - second)))


def band(value: float, thresholds: Thresholds) -> Band:
    """The band of a confidence."""
    if value >= thresholds.high:
        return Band.HIGH
    return Band.MEDIUM if value >= thresholds.medium else Band.LOW


def decide(ranking: Ranking, thresholds: Thresholds) -> Decision:
    """Apply the thresholds to the candidates that passed the gates."""
    passed = ranking.passed
    facts = [candidate for candidate in passed if candidate.intent.kind is not IntentKind.DECOY]
    if not facts:
        return _decline(passed, 0.0)
    best = facts[0]
    rivals = [c for c in passed if c is not best and not _same_answer(best.intent, c.intent)]
    together = rivals[0] if rivals and belong_together(best.intent, rivals[0].intent) else None
    if together is not None and best.score - together.score >= thresholds.margin:
        together = None
    if together is not None:
        rivals = rivals[1:]
    second = rivals[0].score if rivals else 0.0
    sure = confidence(best.score, second)
    if best.score >= thresholds.accept and best.score - second >= thresholds.margin:
        answering = (best.intent,) if together is None else (best.intent, together.intent)
        return Decision(Outcome.ANSWER, answering, sure, band(sure, thresholds))
    top_is_decoy = passed[0].intent.kind is IntentKind.DECOY
    close = not top_is_decoy or passed[0].score - best.score < thresholds.margin
    if best.score >= thresholds.choice and close:
        floor = best.score * CHOICE_SPREAD
        choices = tuple(c.intent for c in facts[:MAX_CHOICES] if c.score >= floor)
        return Decision(Outcome.CHOICE, choices, sure, Band.LOW)
    return _decline(passed, sure)


def belong_together(one: Intent, other: Intent) -> bool:
    """Whether two facts may answer one question side by side: of one topic, or related by their curator."""
    if one.kind is not IntentKind.FACT or other.kind is not IntentKind.FACT:
        return False
    return one.topic == other.topic or other.id in one.related or one.id in other.related


def _same_answer(one: Intent, other: Intent) -> bool:
    """Whether it matters little which of two is given: comparisons show much the same numbers."""
    return one.kind is IntentKind.COMPARISON and other.kind is IntentKind.COMPARISON and one.topic == other.topic


def _decline(passed: tuple[Candidate, ...], sure: float) -> Decision:
    decoy = passed[:1] if passed and passed[0].intent.kind is IntentKind.DECOY else ()
    return Decision(Outcome.NO_ANSWER, tuple(c.intent for c in decoy), sure, Band.LOW)
