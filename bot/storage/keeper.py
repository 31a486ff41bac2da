"""What outlives a restart, as handlers see it: languages, votes, unanswered questions."""

from __future__ import annotations

import re
from datetime import date

from bot.storage.languages import ChatLanguages
from bot.storage.pruning import Today
from bot.storage.scrubbing import scrub
from bot.storage.tables import MAX_INTENT
from bot.storage.writer import Writer
from knowledge.model import Language

QUESTIONS_A_DAY = 2_000
"""Different unanswered questions that are kept of one day: somebody's flood must not fill the disk."""
_INTENT = re.compile(rf"[a-z0-9-]{{1,{MAX_INTENT}}}")


class DatabaseKeeper:
    """Fulfils `handlers.ports.Keeper`. Nothing here raises, and only `language` may wait for the database.

    Args:
        languages: the chosen ones.
        writer: writes the rest.
        today: the day it is.
        keep_unanswered: whether questions without an answer are kept at all.
    """

    def __init__(self, languages: ChatLanguages, writer: Writer, *, today: Today, keep_unanswered: bool) -> None:
        self._languages = languages
        self._writer = writer
        self._today = today
        self._keep_unanswered = keep_unanswered
        self._day: date | None = None
        self._kept_that_day: set[tuple[Language, str]] = set()

    async def language(self, chat: int) -> Language | None:
        """The language that a chat chose, or None; also None where it is not known while the database is away."""
        return await self._languages.get(chat)

    async def choose_language(self, chat: int, language: Language | None) -> None:
        """Remember what a chat chose; None forgets it."""
        self._languages.choose(chat, language)

    async def vote(self, intent: str, *, helpful: bool) -> None:
        """Count one vote for the answer with this id; what cannot be an id is not counted."""
        if _INTENT.fullmatch(intent):
            self._writer.change().vote(intent, helpful=helpful)

    async def unanswered(self, question: str, language: Language, names: tuple[str, ...] = ()) -> None:
        """Keep a question that found no answer, scrubbed, also of the `names` of whoever asked."""
        if not self._keep_unanswered:
            return
        text = scrub(question, names)
        today = self._today()
        if not text or not self._room(today, (language, text)):
            return
        self._writer.change().unanswered_once(today, language, text)

    def _room(self, today: date, question: tuple[Language, str]) -> bool:
        if today != self._day:
            self._day = today
            self._kept_that_day.clear()
        if question not in self._kept_that_day and len(self._kept_that_day) < QUESTIONS_A_DAY:
            self._kept_that_day.add(question)
        return question in self._kept_that_day
