"""Why a question of a table was not right: what would have been, what came out instead, and which gate spoke."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from knowledge.answer import Answerer
from knowledge.decide import Outcome
from knowledge.evaluate import Judged, Row, Verdict, judge
from knowledge.finding import Finding
from knowledge.intents import asked_comparisons
from knowledge.match import Candidate
from knowledge.model import Language
from knowledge.plain import as_json

MAX_EXPECTED = 3
"""Facts that are named of those that would have been right."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A fact or comparison that would have been right, and how it fared; None if it was not even near."""

    intent: str
    candidate: Candidate | None


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that was not right, with what was decided between."""

    judged: Judged
    found: tuple[str, ...]
    """Intents that it was answered with or that were offered; empty if none."""
    best: tuple[Candidate, ...]
    """The two best that passed the gates, best first; fewer if fewer did."""
    kept_out: Candidate | None
    """The best that a gate put out, if it scored above all that passed."""
    expected: tuple[Expected, ...]
    """The best of those whose answer the row calls right, best first; empty where it wants no answer."""


class Misses:
    """Explains misses over one fact base. Keeps every answer that can be given, a language at a time."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._replies: dict[Language, list[tuple[str, dict[str, Any]]]] = {}

    def explain(self, judged: Judged) -> Miss:
        """What happened to a question that was not right."""
        finding = self._answerer.explain(judged.row.q).finding
        passed, rejected = finding.ranking.passed, finding.ranking.rejected
        top = passed[0].score if passed else 0.0
        decided = finding.decision
        return Miss(
            judged=judged,
            found=() if decided.outcome is Outcome.NO_ANSWER else tuple(intent.id for intent in decided.intents),
            best=passed[:2],
            kept_out=rejected[0] if rejected and rejected[0].score > top else None,
            expected=self._expected(judged.row, finding),
        )

    def _expected(self, row: Row, finding: Finding) -> tuple[Expected, ...]:
        if row.kind not in {"fact", "change"}:
            return ()
        near = {each.intent.id: each for each in (*finding.ranking.passed, *finding.ranking.rejected)}
        right = [
            Expected(intent, near.get(intent))
            for intent, reply in self._replies_in(row.lang)
            if judge(row, reply) is Verdict.RIGHT
        ]
        right.sort(key=lambda each: -each.candidate.score if each.candidate is not None else 0.0)
        return tuple(right[:MAX_EXPECTED])

    def _replies_in(self, language: Language) -> list[tuple[str, dict[str, Any]]]:
        if language not in self._replies:
            self._replies[language] = list(self._every_reply(language))
        return self._replies[language]

    def _every_reply(self, language: Language) -> Iterator[tuple[str, dict[str, Any]]]:
        base = self._answerer.base
        compared = (asked.id for comparison in base.comparisons.values() for asked in asked_comparisons(comparison))
        for intent in (*base.facts, *compared):
            reply = self._answerer.chosen(intent, language)
            if reply is not None:
                yield intent, as_json(reply, self._answerer.texts)
