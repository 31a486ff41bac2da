"""What plain rapidfuzz would answer: the nearest phrasing by WRatio. Reported beside our own answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process, utils

from knowledge.compose import Composer
from knowledge.decide import Band
from knowledge.language import detect_language
from knowledge.model import Asked
from knowledge.plain import as_json
from knowledge.reply import ReplyKind
from knowledge.texts import Texts

if TYPE_CHECKING:
    from knowledge.load import FactBase

CUTOFF = 90.0
"""WRatio below which the baseline declines; the best on the tuning rows (`tests/questions/choose_thresholds.py`)."""


class PlainRapidfuzz:
    """`process.extractOne` with its default scorer over the very same phrasings as ours."""

    def __init__(self, base: FactBase, texts: Texts, cutoff: float = CUTOFF) -> None:
        self._base = base
        self._texts = texts
        self._cutoff = cutoff
        self._composer = Composer(base, texts)
        self._choices: dict[tuple[str, int], str] = {}
        asked: list[Asked] = [*base.facts.values(), *base.decoys.values()]
        wordings = {each.id: each.wordings() for each in asked}
        wordings |= {chat.id: chat.phrasings.all() for chat in base.chats.values()}
        for id_, texts_of in wordings.items():
            self._choices |= {(id_, n): utils.default_process(text) for n, text in enumerate(texts_of)}

    def nearest(self, question: str) -> tuple[str, float]:
        """Id of the nearest fact, decoy or small talk and its score (0 to 100)."""
        best = process.extractOne(utils.default_process(question), self._choices, scorer=fuzz.WRatio)
        return best[2][0], best[1]

    def ask(self, question: str) -> Mapping[str, Any]:
        """The reply in the JSON shape."""
        language = detect_language(question)
        best = self.nearest(question)
        if best[1] < self._cutoff or best[0] in self._base.decoys:
            return {"kind": ReplyKind.NO_ANSWER.value, "text": "", "citations": []}
        if best[0] in self._base.chats:
            return {"kind": self._base.chats[best[0]].kind, "text": "", "citations": []}
        fact = self._base.facts[best[0]]
        return as_json(self._composer.fact(question, fact, language, best[1] / 100, Band.LOW), self._texts)
