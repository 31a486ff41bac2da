"""The one way of an update through the bot, however it came in: answered once, in the order of its chat.

Whoever brings an update in may tell Telegram that it has it only when delivery is done with it. Until then
Telegram keeps it, so a kill at any moment loses nothing.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Collection, Sequence
from functools import partial
from typing import Protocol

from telegram import Update

from bot.faults import Fault
from bot.lanes import Lanes, lane_of
from bot.marks import mark_of
from bot.trying import Handle, Trier
from bot.watching import DeliveryObserver, NothingWatched


class Ledger(Protocol):
    """Remembers which updates are done with, also over a restart, by their marks. Nothing here raises."""

    async def known(self, update_ids: Collection[int]) -> frozenset[int]:
        """Those of the updates that are done with."""

    async def note(self, update_id: int) -> None:
        """The update is done with; returns when that will not be forgotten."""


class RecentUpdates:
    """A Ledger for the life of one process: the last updates, in memory."""

    def __init__(self, most: int = 10_000) -> None:
        self._order: deque[int] = deque()
        self._numbers: set[int] = set()
        self._most = most

    async def known(self, update_ids: Collection[int]) -> frozenset[int]:
        """Those of the updates that are among the last ones."""
        return frozenset(self._numbers.intersection(update_ids))

    async def note(self, update_id: int) -> None:
        """Remember one more, and forget the oldest beyond `most`."""
        if update_id in self._numbers:
            return
        self._numbers.add(update_id)
        self._order.append(update_id)
        if len(self._order) > self._most:
            self._numbers.remove(self._order.popleft())


class Delivery:
    """Sees updates through: each is answered, was answered before, or is set aside.

    Args:
        handle: handles an update, and lets errors through.
        apologise: tells whoever wrote an update that it cannot be answered.
        trier: decides how often an update is tried, and whether it is tried at all.
        ledger: what is done with; for the life of this process if not given.
        observer: told how many updates are under way.
    """

    def __init__(
        self,
        handle: Handle,
        apologise: Handle,
        trier: Trier,
        ledger: Ledger | None = None,
        observer: DeliveryObserver | None = None,
    ) -> None:
        self._handle = handle
        self._apologise = apologise
        self._trier = trier
        self._ledger = ledger or RecentUpdates()
        self._observer = observer or NothingWatched()
        self._lanes = Lanes()
        self._under_way: dict[int, asyncio.Task[None]] = {}

    async def deliver(self, update: Update) -> None:
        """Return when the update is answered, was answered before, or was set aside.

        It is seen through even if the caller stops waiting.

        Raises:
            TokenRefusedError: Telegram does not know the token (any more).
            CancelledError: `finish` has cut it off.
        """
        (task,) = self.begin([update])
        await asyncio.shield(task)

    def begin(self, updates: Sequence[Update]) -> list[asyncio.Task[None]]:
        """Begin with updates, in this order; each task ends, or raises, as `deliver` does.

        For an update that is under way already, it is the task that sees to it.
        """
        new = {update.update_id: update for update in updates if update.update_id not in self._under_way}
        if new:
            # One look at the ledger for all of them; the first task that needs the answer waits for it.
            marks = {number: mark_of(update) for number, update in new.items()}
            known = asyncio.ensure_future(self._ledger.known(frozenset(marks.values())))
            for number, update in new.items():
                overlooked, mark = self._trier.overlooks(update), marks[number]
                # What gets no answer waits for no turn.
                work = self._ledger.note(mark) if overlooked else self._see_through(update, mark, known)
                task = asyncio.create_task(work)
                task.add_done_callback(partial(self._ended, number))
                self._under_way[number] = task
            self._observer.pending(len(self._under_way))
        return [self._under_way[update.update_id] for update in updates]

    async def finish(self, seconds: float) -> int:
        """Wait for what is under way, at most so long; how many were cut off then, to be delivered again."""
        if not self._under_way:
            return 0
        _, late = await asyncio.wait(self._under_way.values(), timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return len(late)

    def _ended(self, number: int, task: asyncio.Task[None]) -> None:
        del self._under_way[number]
        self._observer.pending(len(self._under_way))
        if not task.cancelled():
            task.exception()  # seen here: whoever brought the update may not wait for it any more

    async def _see_through(self, update: Update, mark: int, known: Awaitable[frozenset[int]]) -> None:
        place = self._trier.place()
        try:
            async with self._lanes.turn(lane_of(update)):
                if mark in await known:
                    return
                if await self._trier.run(self._handle, update, place) is Fault.MISTAKE:
                    await self._trier.run(self._apologise, update, place)
            await self._ledger.note(mark)
        finally:
            place.leave()
