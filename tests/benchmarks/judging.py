"""What the nearest phrasing comes to as an answer, and from which score on it should be given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.answer import Answerer
from knowledge.evaluate import Row, Verdict, judge
from knowledge.intents import about_subject, asked_comparisons, wordings
from knowledge.load import FactBase
from knowledge.model import Language
from knowledge.plain import as_json
from knowledge.reply import ReplyKind
from tests.questions.choose_thresholds import worth_of

DECLINED: Mapping[str, Any] = {"kind": ReplyKind.NO_ANSWER.value, "text": "", "citations": []}


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A wording and what it asks for: a fact, a comparison, a decoy or small talk."""

    owner: str
    text: str


def phrasings(base: FactBase) -> Iterator[Phrasing]:
    """Every wording that ours has, in all languages."""
    for each in (*base.facts.values(), *base.decoys.values()):
        yield from (Phrasing(each.id, text) for _, text in wordings(each))
    for comparison in base.comparisons.values():
        for asked in asked_comparisons(comparison):
            for language, text in wordings(comparison):
                name = base.entities[asked.subject].name.get(language) if asked.subject is not None else ""
                yield Phrasing(asked.id, about_subject(text, name))
    for chat in base.chats.values():
        yield from (Phrasing(chat.id, text) for text in chat.phrasings.all())


class Judge:
    """Verdicts on what a peer finds. Its answers are ours: the same text for the same fact or comparison."""

    def __init__(self, answerer: Answerer, base: FactBase) -> None:
        self._answerer = answerer
        self._base = base
        self._replies: dict[tuple[str, Language], Mapping[str, Any]] = {}

    def verdict(self, row: Row, owner: str | None) -> Verdict:
        """On a row that this is found for; None is declined, and so is a decoy."""
        return judge(row, DECLINED if owner is None else self._reply(owner, row.lang))

    def _reply(self, owner: str, language: Language) -> Mapping[str, Any]:
        key = (owner, language)
        if key not in self._replies:
            self._replies[key] = self._made(owner, language)
        return self._replies[key]

    def _made(self, owner: str, language: Language) -> Mapping[str, Any]:
        if owner in self._base.chats:
            return {"kind": self._base.chats[owner].kind, "text": "", "citations": []}
        reply = self._answerer.chosen(owner, language)
        return DECLINED if reply is None else as_json(reply, self._answerer.texts)


@dataclass(frozen=True, slots=True)
class Scored:
    """A row with the score of what was found for it, the verdict if that is given, and the one if it is declined."""

    row: Row
    score: float
    given: Verdict
    declined: Verdict

    def verdict(self, threshold: float) -> Verdict:
        """The verdict if answers are given from this score on."""
        return self.given if self.score >= threshold else self.declined


Worth = Callable[[Iterable[tuple[Row, Verdict]]], float]
"""How good verdicts are on the whole."""


def boldly(verdicts: Iterable[tuple[Row, Verdict]]) -> float:
    """The number of right ones, whatever else goes wrong."""
    return sum(verdict is Verdict.RIGHT for _, verdict in verdicts)


def carefully(verdicts: Iterable[tuple[Row, Verdict]]) -> float:
    """What our thresholds are chosen by: right ones, with few wrong answers; see `choose_thresholds`."""
    return worth_of([(row.kind, verdict) for row, verdict in verdicts])


def best_thresholds(tuning: Sequence[Scored], worth: Worth) -> dict[Language, float]:
    """For each language the score from which on to answer; the strictest of equals."""
    found = {}
    for language in {each.row.lang for each in tuning}:
        rows = [each for each in tuning if each.row.lang is language]
        candidates = {*(each.score for each in rows), max(each.score for each in rows) + 1}
        found[language] = max(
            candidates,
            key=lambda candidate: (worth([(each.row, each.verdict(candidate)) for each in rows]), candidate),
        )
    return found
