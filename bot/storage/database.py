"""One database, reached within a bounded time or not at all, and what is wrong with it.

Nothing waits for a database that is away: after a failure every reading fails at once, until the one task
that writes (`bot.storage.writer`) has found it back.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import URL, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import ConfigurationError
from bot.health import Health, Part
from bot.storage.address import make_file, sqlite_file
from bot.storage.migrations import migrate
from bot.storage.trouble import plain_words

logger = logging.getLogger(__name__)

TIMEOUT = 2.0
"""Seconds that reading or writing may take."""
OPENING_TIMEOUT = 10.0
"""Seconds that opening may take, with whatever migrations there are; nobody who asks anything waits for it."""
CONNECTING_TIMEOUT = 4.0
"""Seconds of these that a server may take to be reached at all."""
CLOSING_TIMEOUT = 2.0
"""Seconds that closing may wait for what is still running."""
CONNECTIONS = 4
_OF_IT = 0.75
"""Share of a time limit after which the driver itself gives up."""

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]


class DatabaseAwayError(Exception):
    """The database cannot be used now. It has been logged and is in the process's health."""


class Database:
    """A SQLite file or a PostgreSQL server. Nothing is opened before it is used.

    Args:
        address: see `bot.storage.address.database_address`.
        health: is told when the database goes away and comes back.
        timeout: seconds that reading or writing may take.
    """

    def __init__(self, address: URL, health: Health, *, timeout: float = TIMEOUT) -> None:
        self.attention = asyncio.Event()
        """Set when the task that writes has something to do; here, when the database goes away."""
        self.shared = address.get_backend_name() != "sqlite"
        """Whether other processes may write to it as well."""
        self._address = address
        self._health = health
        self._timeout = timeout
        self._engine = make_engine(address, timeout)
        self._open = False
        self._logged: set[str] = set()
        """Each kind of trouble since it was last well."""
        self._running: set[asyncio.Task[Any]] = set()
        self._abandoned: set[asyncio.Task[Any]] = set()
        """What nobody waits for any more."""

    @property
    def away(self) -> bool:
        """Whether it failed when it was last used."""
        return bool(self._logged)

    async def open(self) -> None:
        """Connect, and bring the schema up to date.

        Raises:
            DatabaseAwayError: it cannot be reached now.
            ConfigurationError: it never can: its schema is newer than this program.
        """
        if self._open:
            return
        try:
            await self._bounded(self._opening(), OPENING_TIMEOUT)
        except ConfigurationError as error:
            self._failed(error)
            raise
        except Exception as error:
            self._failed(error)
            raise DatabaseAwayError from error
        self._open = True

    async def read(self, work: Work[T]) -> T:
        """Do something that changes nothing. Raises DatabaseAwayError; at once if it was away before."""
        if self.away or not self._open:
            raise DatabaseAwayError
        return await self._attempt(self._reading(work))

    async def write(self, work: Work[T]) -> T:
        """Do something in one transaction, committed on return. Raises DatabaseAwayError."""
        result = await self._attempt(self._writing(work))
        if self.away:
            logger.info("the database is back")
            self._logged.clear()
        self._health.well(Part.DATABASE)
        return result

    async def close(self) -> None:
        """Close every connection, after what is still running, if that ends soon."""
        await self._dispose(CLOSING_TIMEOUT)

    async def reopen(self) -> None:
        """Open anew, with fresh connections: a server may have been replaced, a file put back. Raises as `open`."""
        self._open = False
        await self._dispose(self._timeout)
        await self.open()

    async def _opening(self) -> None:
        file = sqlite_file(self._address)
        if file is not None:
            make_file(file)
        engine = make_engine(self._address, OPENING_TIMEOUT)
        try:
            async with engine.connect() as connection:
                await migrate(connection)
                await connection.commit()
        finally:
            await engine.dispose()

    async def _reading(self, work: Work[T]) -> T:
        async with self._engine.connect() as connection:
            return await work(connection)

    async def _writing(self, work: Work[T]) -> T:
        async with self._engine.begin() as connection:
            result = await work(connection)
            if asyncio.current_task() in self._abandoned:
                raise TimeoutError  # it will be written again, so not now
            return result

    async def _attempt(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return await self._bounded(work, self._timeout)
        except Exception as error:
            self._failed(error)
            raise DatabaseAwayError from error

    async def _bounded(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """The result of the work, or TimeoutError on time.

        The work itself is never interrupted, or its connection would be left in a state that nobody knows. It
        ends by the time limits of its driver, which are shorter, unless the disk or the network hangs.
        """
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        done, _ = await asyncio.wait({task}, timeout=seconds)
        if not done:
            self._abandoned.add(task)
            raise TimeoutError
        return task.result()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        self._abandoned.discard(task)
        if not task.cancelled():
            task.exception()  # whoever waited has it; if nobody waits any more, it is of no use

    async def _dispose(self, seconds: float) -> None:
        """Close every connection; first, what still uses one may end."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        try:
            await self._bounded(self._engine.dispose(), seconds)
        except Exception as error:  # noqa: BLE001 -- connections to a server that is gone
            logger.debug("closing connections to the database failed: %s", type(error).__name__)

    def _failed(self, error: Exception) -> None:
        why = plain_words(error)
        if why not in self._logged:
            logger.warning("the database cannot be used: %s; questions are answered all the same", why)
        self._logged.add(why)
        self._health.trouble(Part.DATABASE, why)
        self.attention.set()


def make_engine(address: URL, timeout: float) -> AsyncEngine:
    """SQLAlchemy's engine for an address, whose every step ends within `timeout` seconds; nothing is opened yet."""
    sqlite = address.get_backend_name() == "sqlite"
    step = timeout * _OF_IT
    engine = create_async_engine(
        address,
        # An error must not quote what was being stored.
        hide_parameters=True,
        pool_size=CONNECTIONS,
        # Whoever takes a connection ends what was begun with it; SQLite has nothing else to be put back.
        pool_reset_on_return=None if sqlite else "rollback",
        max_overflow=0,
        pool_timeout=step,
        # A connection that a server or something in between has dropped is replaced without anybody noticing.
        pool_pre_ping=not sqlite,
        connect_args={} if sqlite else {"timeout": min(step, CONNECTING_TIMEOUT), "command_timeout": step},
    )
    if sqlite:
        event.listen(engine.sync_engine, "connect", partial(_set_up_sqlite, round(1000 * step)))
    return engine


def _set_up_sqlite(busy_timeout: int, connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    try:
        for pragma in (
            f"busy_timeout = {busy_timeout}",
            # Readers and the writer do not wait for each other.
            "journal_mode = WAL",
            # A commit outlives the process that made it; after a loss of power the very last ones may be missing.
            "synchronous = NORMAL",
            # What is deleted is gone from the file, too.
            "secure_delete = ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
    except Exception:
        # The pool has not got it yet and would not close it.
        connection.close()
        raise
    cursor.close()
