"""The languages that chats chose, read so seldom that a question need not wait for the database.

Few chats ever choose one. As long as all of them fit, they are held in memory whole, so that it is known
without asking that a chat chose none; beyond that, chats are read one by one and the newest are held.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from cachetools import LRUCache
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database, DatabaseAwayError
from bot.storage.tables import chat_language
from bot.storage.writer import Writer
from knowledge.model import Language

WHOLE = 5_000
"""Chats up to which the table is held whole; reading so many takes some hundredths of a second."""
CHATS = 50_000
"""Chats read one by one that are held in memory."""
FRESH = 45.0
"""Seconds that what was read or chosen here counts, where another process may change it."""
REFRESH = 20.0
"""Seconds between two readings of the whole."""
_MAX_CHAT = 2**63 - 1

Clock = Callable[[], float]


class ChatLanguages:
    """The chosen language of each chat. Nothing here raises.

    Args:
        database: read from.
        writer: writes what is chosen.
        clock: seconds, only ever growing.
        whole: chats up to which all are held.
    """

    def __init__(
        self, database: Database, writer: Writer, *, clock: Clock = time.monotonic, whole: int = WHOLE
    ) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock
        self._most = whole
        self._whole: dict[int, Language] | None = None
        self._single: LRUCache[int, tuple[Language | None, float]] = LRUCache(CHATS)

    async def get(self, chat: int) -> Language | None:
        """What a chat chose, or None; also None where it is not known while the database is away."""
        language, since = self._single.get(chat, (None, None))
        if since is not None and (not self._database.shared or self._clock() - since < FRESH):
            return language
        if self._whole is not None:
            return self._whole.get(chat)
        if abs(chat) > _MAX_CHAT:
            return None
        query = select(chat_language.c.language).where(chat_language.c.chat == chat)

        async def find(connection: AsyncConnection) -> str | None:
            return (await connection.execute(query)).scalar_one_or_none()

        try:
            found = _language(await self._database.read(find))
        except DatabaseAwayError:
            return language
        if self._single.get(chat, (None, None)) != (language, since):
            return self._single[chat][0]  # chosen while this was reading
        self._single[chat] = (found, self._clock())
        return found

    def choose(self, chat: int, language: Language | None) -> None:
        """A chat chose a language; None forgets it."""
        if abs(chat) > _MAX_CHAT:
            return
        self._single[chat] = (language, self._clock())
        if self._whole is not None:
            self._whole.pop(chat, None)
            if language is not None:
                self._whole[chat] = language
        self._writer.change().choose(chat, language)

    async def refresh(self) -> None:
        """Read all languages again, or find that they are too many."""
        query = select(chat_language.c.chat, chat_language.c.language).limit(self._most + 1)

        async def find(connection: AsyncConnection) -> list[tuple[int, str]]:
            return [(row.chat, row.language) for row in await connection.execute(query)]

        try:
            rows = await self._database.read(find)
        except DatabaseAwayError:
            return
        found = {chat: language for chat, name in rows if (language := _language(name)) is not None}
        self._whole = found if len(rows) <= self._most else None

    async def keep_fresh(self, seconds: float = REFRESH) -> None:
        """Read all languages now and then, for ever."""
        while True:
            await asyncio.sleep(seconds)
            await self.refresh()


def _language(name: str | None) -> Language | None:
    """A language by its code; None for one that this version does not speak."""
    return Language(name) if name in set(Language) else None
