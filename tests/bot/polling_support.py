"""A poller at work in a test, and somebody who handles what it fetches."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from telegram import Bot, Update

from bot.polling import Handle, Poller


@asynccontextmanager
async def polling(bot: Bot, handle: Handle) -> AsyncIterator[Poller]:
    """A poller at work; leaving stops it and waits for its end."""
    poller = Poller(bot, handle, long_poll=10)
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
