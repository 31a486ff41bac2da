"""A poller at work in a test, and somebody who handles what it fetches."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from telegram import Update

from bot.app import ALLOWED_UPDATES
from bot.delivery import Delivery
from bot.faults import Pauses
from bot.health import Health
from bot.polling import Fetching, Poller
from bot.telegram_client import TelegramBot
from bot.trying import Handle, Persistence, Trier
from bot.watching import NothingWatched

BRIEF = Pauses(first=0.01, longest=0.05)
FETCHING = Fetching(ALLOWED_UPDATES, long_poll=10, patience=0.05, grace=5, pauses=BRIEF)


class Apologies:
    """Who was told that an update cannot be answered."""

    def __init__(self) -> None:
        self.updates: list[Update] = []

    async def __call__(self, update: Update) -> None:
        self.updates.append(update)


def delivery_to(handle: Handle, *, persistence: Persistence | None = None, apologise: Handle | None = None) -> Delivery:
    """Delivery to `handle`, with brief pauses if nothing else is said."""
    trier = Trier(persistence or Persistence(pauses=BRIEF), NothingWatched(), Health())
    return Delivery(handle, apologise or Apologies(), trier)


@asynccontextmanager
async def polling(
    bot: TelegramBot, handle: Handle | Delivery, *, health: Health | None = None, fetching: Fetching = FETCHING
) -> AsyncIterator[Poller]:
    """A poller at work; leaving stops it and waits for its end."""
    delivery = handle if isinstance(handle, Delivery) else delivery_to(handle)
    poller = Poller(bot, delivery, fetching, health)
    task = asyncio.create_task(poller.run())
    try:
        yield poller
    finally:
        poller.stop()
        await asyncio.wait_for(task, 5)


class Handled:
    """Handles updates and notes their texts; `gate`, if it is closed, holds all of them up."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.begun: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self._changed = asyncio.Condition()

    async def __call__(self, update: Update) -> None:
        text = update.effective_message.text if update.effective_message else None
        await self._note(self.begun, text or "-")
        await self.gate.wait()
        await self._note(self.texts, text or "-")

    async def _note(self, notes: list[str], text: str) -> None:
        async with self._changed:
            notes.append(text)
            self._changed.notify_all()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(condition), 5)


async def until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait for something that tells nobody when it happens."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 -- that is so here
            await asyncio.sleep(0.005)
