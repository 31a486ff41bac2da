"""Which updates have been answered, so that none is answered twice after a restart."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from cachetools import LRUCache
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database, DatabaseAwayError
from bot.storage.pruning import KEPT_UPDATES, Today, oldest_update_day
from bot.storage.tables import answered_update
from bot.storage.writer import Writer

AT_ONCE = 1_000
"""Numbers that one query asks for."""
_MAX_ID = 2**63 - 1


class Ledger:
    """Answered updates of one bot, by their running numbers alone. Nothing here raises.

    What this process itself has answered it knows also while the database is away.

    Args:
        database: read for what other processes, or this one before it was restarted, have answered.
        writer: writes what is noted.
        bot: Telegram's number of the bot; update numbers are each bot's own.
        today: the day it is.
        alone: nobody else notes updates of this bot meanwhile. What has a higher number than any that was noted
            before the start needs no look into the database then: most updates by far.
    """

    def __init__(self, database: Database, writer: Writer, *, bot: int, today: Today, alone: bool = False) -> None:
        self._database = database
        self._writer = writer
        self._bot = bot
        self._today = today
        self._alone = alone
        self._highest: int | None = None
        """The highest number noted before the start, as soon as it has been looked for."""
        self._noted: LRUCache[int, date] = LRUCache(KEPT_UPDATES)

    async def known(self, update_ids: Collection[int]) -> frozenset[int]:
        """Those of the updates that have been answered before."""
        oldest = oldest_update_day(self._today())
        known = {id_ for id_ in update_ids if (day := self._noted.get(id_)) is not None and day >= oldest}
        asked = [id_ for id_ in update_ids if id_ not in known and abs(id_) <= _MAX_ID]
        if self._alone:
            asked = await self._noted_before(asked)
        for start in range(0, len(asked), AT_ONCE):
            query = select(answered_update.c.id).where(
                answered_update.c.bot == self._bot,
                answered_update.c.id.in_(asked[start : start + AT_ONCE]),
                answered_update.c.day >= oldest,
            )

            async def find(connection: AsyncConnection) -> list[int]:
                return list((await connection.execute(query)).scalars())  # noqa: B023 -- awaited in the same turn

            try:
                known.update(await self._database.read(find))
            except DatabaseAwayError:
                break
        return frozenset(known)

    async def _noted_before(self, update_ids: list[int]) -> list[int]:
        """Those that may have been noted before the start; all of them while the database is away."""
        if self._highest is None:
            query = select(func.max(answered_update.c.id)).where(answered_update.c.bot == self._bot)

            async def find(connection: AsyncConnection) -> int | None:
                highest: int | None = (await connection.execute(query)).scalar()
                return highest

            try:
                highest = await self._database.read(find)
            except DatabaseAwayError:
                return update_ids
            self._highest = -_MAX_ID if highest is None else highest
        before = self._highest
        return [id_ for id_ in update_ids if id_ <= before]

    async def note(self, update_id: int) -> None:
        """Remember that an update has been answered; on return that is committed.

        Many that do so at the same time share one commit. While the database is away this returns at once
        and the number is written later.
        """
        if abs(update_id) > _MAX_ID:
            return
        today = self._today()
        self._noted[update_id] = today
        self._writer.change().answered(update_id, today)
        await self._writer.settled()
