"""What outlives a restart, as handlers see it: languages, votes, unanswered questions."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date

from cachetools import LRUCache
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database, DatabaseAwayError
from bot.storage.pruning import Today
from bot.storage.scrubbing import scrub
from bot.storage.tables import MAX_INTENT, chat_language
from bot.storage.writer import Writer
from knowledge.model import Language

CHATS = 50_000
"""Chats whose language is held in memory."""
FRESH = 45.0
"""Seconds that it is taken as it was read, where another process may change it."""
QUESTIONS_A_DAY = 2_000
"""Different unanswered questions that are kept of one day: somebody's flood must not fill the disk."""
_INTENT = re.compile(rf"[a-z0-9-]{{1,{MAX_INTENT}}}")
_MAX_CHAT = 2**63 - 1


class DatabaseKeeper:
    """Fulfils `handlers.ports.Keeper`. Nothing here raises, and only `language` may wait for the database.

    Args:
        database: read for languages.
        writer: writes everything.
        today: the day it is.
        keep_unanswered: whether questions without an answer are kept at all.
        clock: seconds, only ever growing.
    """

    def __init__(
        self,
        database: Database,
        writer: Writer,
        *,
        today: Today,
        keep_unanswered: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._writer = writer
        self._today = today
        self._keep_unanswered = keep_unanswered
        self._clock = clock
        self._languages: LRUCache[int, tuple[Language | None, float]] = LRUCache(CHATS)
        self._day: date | None = None
        self._kept_that_day: set[tuple[Language, str]] = set()

    async def language(self, chat: int) -> Language | None:
        """The language that a chat chose, or None; also None where it is not known while the database is away."""
        language, read_at = self._languages.get(chat, (None, None))
        if read_at is not None and not (self._database.shared and self._clock() - read_at > FRESH):
            return language
        if abs(chat) > _MAX_CHAT:
            return None
        query = select(chat_language.c.language).where(chat_language.c.chat == chat)

        async def find(connection: AsyncConnection) -> str | None:
            return (await connection.execute(query)).scalar_one_or_none()

        try:
            found = await self._database.read(find)
        except DatabaseAwayError:
            return language
        if chat in self._languages and self._languages[chat][1] != read_at:
            return self._languages[chat][0]  # chosen while this was reading
        language = Language(found) if found in set(Language) else None
        self._languages[chat] = (language, self._clock())
        return language

    async def choose_language(self, chat: int, language: Language | None) -> None:
        """Remember what a chat chose; None forgets it."""
        if abs(chat) > _MAX_CHAT:
            return
        self._languages[chat] = (language, self._clock())
        self._writer.change().choose(chat, language)

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
