"""The one task that writes: everything that is waiting goes into one transaction, and the next waits meanwhile.

So however many questions are answered at the same time, there is one commit for all of them, and SQLite's
one writer at a time is not in anybody's way. What was put before an update was noted as answered is
committed no later than that note: a kill in between has the update delivered, and everything put, again.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.background import in_background
from bot.errors import ConfigurationError
from bot.storage.database import Database, DatabaseAwayError, Work
from bot.storage.pending import Pending


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds between things that the writer does by itself."""

    first: float = 2.0
    """After the database has gone away, before it is looked for again; doubled each time."""
    longest: float = 30.0
    pruning: float = 3600.0
    """Between two looks for what is too old to be kept."""
    stopping: float = 2.5
    """For the last writing at the end."""


USUAL = Pauses()


class Writer:
    """Collects changes and writes them.

    Args:
        database: where to.
        prune: removes some of what is too old, and says whether there may be more.
        bot: Telegram's number of the bot whose updates are noted.
        pauses: between tries.
    """

    def __init__(self, database: Database, prune: Work[bool], *, bot: int, pauses: Pauses) -> None:
        self._database = database
        self._prune = prune
        self._bot = bot
        self._pauses = pauses
        self._pending = Pending()
        self._written = asyncio.Event()
        """Set when what is pending now has been written, or could not be."""
        self._in_flight: asyncio.Event | None = None
        """The same for what is being written."""
        self._prune_at = 0.0
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to write; what was put before is written, too."""
        self._task = in_background("writing to the database", self._run())

    def change(self) -> Pending:
        """What is pending, to put one more change into at once; it is written soon."""
        self._database.attention.set()
        return self._pending

    async def settled(self) -> None:
        """Wait until everything put so far is committed, but not for a database that is away."""
        if self._task is None or self._task.done() or self._database.away:
            return
        written = self._written if self._pending else self._in_flight
        if written is not None:
            await written.wait()

    async def stop(self) -> None:
        """Write what is pending, if that can be done soon, and end."""
        self._stopping.set()
        self._database.attention.set()
        if self._task is None:
            return
        await asyncio.wait({self._task}, timeout=self._pauses.stopping)
        self._task.cancel()
        await asyncio.wait({self._task})
        self._written.set()

    async def _run(self) -> None:
        pause = self._pauses.first
        while True:
            if self._database.away:
                # Questions that come in meanwhile do not hurry this.
                await _wait(self._stopping, pause)
                pause = min(self._pauses.longest, pause * 2)
            else:
                pause = self._pauses.first
                await _wait(self._database.attention, self._prune_at - _now())
            self._database.attention.clear()
            # What was put while the one before was being written is still to be written.
            last = self._stopping.is_set()
            await self._write()
            if last:
                return

    async def _write(self) -> None:
        """Write what is pending. A database that was away is asked for more than that: it must take a change."""
        pruning = self._database.away or _now() >= self._prune_at
        if not (self._pending or pruning):
            return
        batch, written = self._pending, self._written
        self._pending, self._written, self._in_flight = Pending(), asyncio.Event(), written

        async def work(connection: AsyncConnection) -> bool:
            await batch.write(connection, self._bot)
            return pruning and await self._prune(connection)

        try:
            # At the end there is no time for more than a try.
            if self._database.away and not self._stopping.is_set():
                await self._database.reopen()
            more = await self._database.write(work)
        except (DatabaseAwayError, ConfigurationError):
            self._pending.put_back(batch)
            # Nobody waits for the next try, either.
            self._written.set()
            self._written = asyncio.Event()
        else:
            if pruning and not more:
                self._prune_at = _now() + self._pauses.pruning
        finally:
            self._in_flight = None
            written.set()


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), max(0.0, seconds))
    except TimeoutError:
        return
