"""How many updates are half done at the same time: on their way to Telegram, or answered but not noted yet.

These are what a kill makes the bot answer twice, so there are few.
"""

from __future__ import annotations

import asyncio


class Place:
    """One update's place; it may be taken and left again and again."""

    def __init__(self, places: asyncio.Semaphore, seconds: float) -> None:
        self._places = places
        self._seconds = seconds
        self._timer: asyncio.TimerHandle | None = None

    async def take(self) -> None:
        """Wait for a free place; nothing happens if this one is taken already."""
        if self._timer is None:
            await self._places.acquire()
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self.leave)

    def leave(self) -> None:
        """Give the place to another update."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            self._places.release()


class Places:
    """Hands out places.

    Args:
        number: how many can be taken at the same time.
        seconds: after which a place is free again anyhow, so that slow answers do not hold up the others.
    """

    def __init__(self, number: int, seconds: float = 1.0) -> None:
        self._free = asyncio.Semaphore(number)
        self._seconds = seconds

    def place(self) -> Place:
        """A place that is not taken yet."""
        return Place(self._free, self._seconds)
