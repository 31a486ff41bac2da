"""A place for a database, and what stands in it as another program would read it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import URL, Table, inspect, make_url, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.health import Health, Part
from bot.settings import Settings
from bot.storage import Storage, open_storage
from bot.storage.address import database_address
from bot.storage.writer import Pauses

PATIENCE = 20.0
"""Seconds that anything may take on a machine that is busy with other things."""
SOON = Pauses(first=0.01, longest=0.05)
TODAY = date(2026, 3, 1)
Rows = list[tuple[Any, ...]]


@dataclass
class Calendar:
    """The day it is, until it is changed."""

    day: date = TODAY

    def __call__(self) -> date:
        return self.day

    def wait(self, days: int) -> None:
        """Let days go by."""
        self.day += timedelta(days=days)


class WatchedHealth(Health):
    """Health that can be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = asyncio.Event()
        self.history: list[str | None] = []
        """What was said of the database, in order: trouble in words, or None for none."""

    def well(self, part: Part) -> None:
        super().well(part)
        self._note(None)

    def trouble(self, part: Part, why: str) -> None:
        super().trouble(part, why)
        self._note(why)

    async def until(self, why: str | None) -> None:
        """Wait until this is wrong with the database; None for nothing."""
        async with asyncio.timeout(PATIENCE):
            while self.problems.get(Part.DATABASE) != why:
                self._changed.clear()
                await self._changed.wait()

    def _note(self, why: str | None) -> None:
        if not self.history or self.history[-1] != why:
            self.history.append(why)
        self._changed.set()


@dataclass
class Place:
    """Where a test may make its database."""

    where: dict[str, Any]
    health: WatchedHealth = field(default_factory=WatchedHealth)
    today: Calendar = field(default_factory=Calendar)

    def settings(self, **more: object) -> Settings:
        """Settings with the database here."""
        return Settings.model_validate({**self.where, **more})

    @property
    def address(self) -> URL:
        """Address of the database."""
        return database_address(self.settings())

    def storage(self, *, seconds: float = PATIENCE, pauses: Pauses = SOON, **more: object) -> Storage:
        """A storage that has not been started."""
        return open_storage(self.settings(**more), self.health, today=self.today, timeout=seconds, pauses=pauses)

    @asynccontextmanager
    async def opened(
        self, *, seconds: float = PATIENCE, pauses: Pauses = SOON, **more: object
    ) -> AsyncIterator[Storage]:
        """A running storage."""
        storage = self.storage(seconds=seconds, pauses=pauses, **more)
        await storage.start()
        try:
            yield storage
        finally:
            await storage.close()

    @asynccontextmanager
    async def engine(self) -> AsyncIterator[AsyncEngine]:
        """A way into the database past the storage."""
        engine = create_async_engine(self.address)
        try:
            yield engine
        finally:
            await engine.dispose()

    async def rows(self, table: Table) -> Rows:
        """Every row of a table, in order."""
        async with self.engine() as engine, engine.connect() as connection:
            found = await connection.execute(select(table).order_by(*table.columns))
            return [tuple(row) for row in found]

    async def everything(self) -> dict[str, Rows]:
        """Every row of every table there is, by the table's name."""
        async with self.engine() as engine, engine.connect() as connection:
            names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
            return {
                name: [tuple(row) for row in await connection.execute(text(f"SELECT * FROM {name}"))] for name in names
            }

    async def execute(self, *statements: str) -> None:
        """Change the database past the storage."""
        async with self.engine() as engine, engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))


def execute_alone(address: str, *statements: str) -> None:
    """Execute what cannot be part of a transaction, on a PostgreSQL server."""

    async def execute() -> None:
        url = make_url(address).set(drivername="postgresql+asyncpg")
        engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            for statement in statements:
                await connection.execute(text(statement))
        await engine.dispose()

    asyncio.run(execute())
