"""Turns: one after another within a lane, lanes side by side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from telegram import Update


def lane_of(update: Update) -> Hashable:
    """What an update has to keep its order with: all others of its chat.

    Inline queries and guest messages wait for nobody: only the newest of them matters to whoever asks.
    """
    chat = update.effective_chat
    if chat is None or update.guest_message is not None:
        return ("update", update.update_id)
    return ("chat", chat.id)


@dataclass(slots=True)
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    inside: int = 0


class Lanes:
    """Gives turns in the order in which they were asked for; lanes with nobody in them are forgotten."""

    def __init__(self) -> None:
        self._lanes: dict[Hashable, _Lane] = {}

    def __len__(self) -> int:
        """How many lanes have somebody in them."""
        return len(self._lanes)

    @asynccontextmanager
    async def turn(self, name: Hashable) -> AsyncIterator[None]:
        """Wait until it is one's turn in a lane; the next one's comes when the block ends."""
        lane = self._lanes.setdefault(name, _Lane())
        lane.inside += 1
        try:
            async with lane.lock:
                yield
        finally:
            lane.inside -= 1
            if not lane.inside:
                del self._lanes[name]
