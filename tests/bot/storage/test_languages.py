"""Languages cost a question no reading, and what another process was told is seen soon."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from sqlalchemy import event

from bot.storage.database import Database
from bot.storage.languages import CHATS, FRESH, REFRESH, ChatLanguages
from bot.storage.pruning import Pruning
from bot.storage.writer import Pauses, Writer
from knowledge.model import Language
from tests.bot.storage.support import PATIENCE, Place

RU, KK = Language.RU, Language.KK
NEVER_WHOLE = -1
"""Even no chats at all are too many."""


@dataclass
class Clock:
    """Seconds, moved by hand."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class Process:
    """Languages as one process sees them, without the task that reads them now and then."""

    def __init__(self, place: Place, whole: int) -> None:
        self.clock = Clock()
        self.database = Database(place.address, place.health, timeout=PATIENCE)
        prune = Pruning(place.today, bot=0, keep_unanswered=True)
        self.writer = Writer(self.database, prune, bot=0, pauses=Pauses())
        self.languages = ChatLanguages(self.database, self.writer, clock=self.clock, whole=whole)
        self.readings = 0

    async def start(self) -> None:
        await self.database.open()
        self.writer.start()
        await self.languages.refresh()
        event.listen(self.database._engine.sync_engine, "before_cursor_execute", self._count)

    def _count(self, *arguments: object) -> None:
        self.readings += str(arguments[2]).startswith("SELECT")

    async def stop(self) -> None:
        await self.writer.stop()
        await self.database.close()


@pytest.mark.parametrize("whole", [10, NEVER_WHOLE])
async def test_a_chat_costs_no_second_reading_whether_it_chose_or_not(place: Place, whole: int) -> None:
    async with place.opened() as storage:
        await storage.keeper.choose_language(1, RU)
    process = Process(place, whole)
    await process.start()
    for _ in range(3):
        assert await process.languages.get(1) is RU
        assert await process.languages.get(2) is None
    assert process.readings == (0 if whole > 0 else 2)
    process.languages.choose(2, KK)
    assert await process.languages.get(2) is KK
    assert process.readings == (0 if whole > 0 else 2)
    await process.stop()


@pytest.mark.parametrize("whole", [10, 1])
async def test_what_another_process_was_told_is_seen_within_a_minute(postgresql: Place, whole: int) -> None:
    here, there = Process(postgresql, whole), Process(postgresql, whole)
    await here.start()
    await there.start()
    here.languages.choose(1, RU)
    here.languages.choose(2, RU)
    await here.writer.settled()
    assert await here.languages.get(1) is RU
    there.languages.choose(1, KK)
    there.languages.choose(2, None)
    await there.writer.settled()
    assert max(FRESH, REFRESH) < 60
    here.clock.now += FRESH
    await here.languages.refresh()
    assert await here.languages.get(1) is KK
    assert await here.languages.get(2) is None
    await here.stop()
    await there.stop()


async def test_too_many_to_hold_are_read_one_by_one(place: Place) -> None:
    process = Process(place, 2)
    await process.start()
    for chat in range(1, 4):
        process.languages.choose(chat, RU)
        await process.writer.settled()
        await process.languages.refresh()
    assert await process.languages.get(3) is RU
    other = Process(place, 2)
    await other.start()
    assert await other.languages.get(3) is RU
    assert await other.languages.get(4) is None
    assert other.readings == 2
    await process.stop()
    await other.stop()


async def test_what_was_chosen_during_a_reading_counts(place: Place) -> None:
    process = Process(place, NEVER_WHOLE)
    await process.start()
    reading = asyncio.create_task(process.languages.get(1))
    await asyncio.sleep(0)
    process.languages.choose(1, RU)
    assert await reading is RU
    assert await process.languages.get(1) is RU
    await process.stop()


async def test_memory_has_bounds(sqlite: Place) -> None:
    process = Process(sqlite, 0)
    for chat in range(CHATS + 10):
        process.languages.choose(chat, RU)
    assert len(process.languages._single) == CHATS


async def test_chats_that_cannot_be_have_no_language(place: Place) -> None:
    process = Process(place, NEVER_WHOLE)
    await process.start()
    process.languages.choose(2**63, RU)
    assert await process.languages.get(2**63) is None
    await process.stop()
    assert (await place.everything())["chat_language"] == []
