"""A database that is away, for whatever reason: nobody is kept waiting, nothing is lost, and it is found again."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.health import Part
from bot.storage import Storage
from bot.storage.address import make_file, sqlite_file
from bot.storage.database import Database, DatabaseAwayError
from bot.storage.pending import MOST
from bot.storage.tables import answered_update, chat_language, feedback, unanswered
from bot.storage.writer import Pauses
from knowledge.model import Language
from tests.bot.storage.postgresql import PostgresqlServer
from tests.bot.storage.support import SOON, TODAY, Place, WatchedHealth

EN, RU = Language.EN, Language.RU
NEVER = Pauses(first=3600, longest=3600, stopping=0.1)
"""Not looked for again while the test runs."""
SHORT = 0.3
"""Seconds after which a test that holds a lock is given up on."""
LOCKED = "another process keeps it locked"
SLOW = "it takes too long to answer"


async def use(storage: Storage, number: int) -> None:
    """Everything that handlers and transports do; none of it raises."""
    assert await storage.ledger.known([number]) == frozenset()
    assert await storage.keeper.language(number) is None
    await storage.keeper.choose_language(number, RU)
    await storage.keeper.vote("turnout", helpful=True)
    await storage.keeper.unanswered("who won in Almaty", EN)
    await storage.ledger.note(number)
    assert await storage.ledger.known([number, -number]) == {number}
    assert await storage.keeper.language(number) is RU


async def assert_all_is_there(place: Place, numbers: range) -> None:
    """What `use` did with each of the numbers stands in the database."""
    assert await place.rows(answered_update) == [(0, number, TODAY) for number in numbers]
    assert await place.rows(chat_language) == [(number, "ru") for number in numbers]
    assert await place.rows(feedback) == [("turnout", len(numbers), 0)]
    assert await place.rows(unanswered) == [(TODAY, "en", "who won in Almaty", len(numbers))]


@asynccontextmanager
async def locked(place: Place) -> AsyncIterator[None]:
    """Another process that lets nobody else write."""
    async with place.engine() as engine, engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            for table in (answered_update, chat_language, feedback, unanswered):
                await connection.execute(text(f"LOCK TABLE {table.name} IN ACCESS EXCLUSIVE MODE"))
        yield
        await connection.rollback()


# --- away at the start -------------------------------------------------------------------------------


async def test_a_directory_that_cannot_be_made_and_then_can(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.touch()
    place = Place({"data_dir": in_the_way / "bot"})
    caplog.set_level(logging.INFO)
    async with place.opened() as storage:
        why = "its file cannot be made (Not a directory)"
        assert place.health.problems[Part.DATABASE] == why
        for number in range(1, 4):
            await use(storage, number)
        in_the_way.unlink()
        await place.health.until(None)
        assert await storage.ledger.known(range(9)) == {1, 2, 3}
    await assert_all_is_there(place, range(1, 4))
    assert caplog.messages == [
        f"the database cannot be used: {why}; questions are answered all the same",
        "the database is back",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_directory_that_is_read_only_and_then_is_not(tmp_path: Path) -> None:
    await asyncio.to_thread(tmp_path.chmod, 0o500)
    place = Place({"data_dir": tmp_path})
    async with place.opened() as storage:
        assert place.health.problems[Part.DATABASE] == "its file cannot be made (Permission denied)"
        await use(storage, 1)
        await asyncio.to_thread(tmp_path.chmod, 0o700)
        await place.health.until(None)
    await assert_all_is_there(place, range(1, 2))


async def test_a_server_that_is_not_there(caplog: pytest.LogCaptureFixture) -> None:
    place = Place({"database_url": "postgresql://me:s3cret@127.0.0.1:1/bot"})
    async with place.opened(pauses=NEVER) as storage:
        for number in range(1, 4):
            await use(storage, number)
        assert place.health.problems[Part.DATABASE] == "the server cannot be reached"
    assert len(caplog.messages) == 1
    assert "s3cret" not in caplog.text


async def test_a_server_without_the_database(postgresql: Place) -> None:
    address = str(postgresql.where["database_url"])
    place = Place({"database_url": address.rpartition("/")[0] + "/there_is_none"})
    async with place.opened() as storage:
        assert place.health.problems[Part.DATABASE] == "the server has no database of this name"
        await use(storage, 1)


async def test_a_file_that_is_no_database(sqlite: Place) -> None:
    file = sqlite_file(sqlite.address)
    assert file is not None
    make_file(file)
    await asyncio.to_thread(file.write_bytes, b"somebody's letter " * 100)
    async with sqlite.opened() as storage:
        assert sqlite.health.problems[Part.DATABASE] == "its file is damaged or is no database"
        await use(storage, 1)
        await asyncio.to_thread(file.unlink)
        await sqlite.health.until(None)
    await assert_all_is_there(sqlite, range(1, 2))


async def test_a_file_that_may_only_be_read(sqlite: Place) -> None:
    async with sqlite.opened() as storage:
        await storage.keeper.choose_language(7, RU)
    place = Place({"database_url": f"sqlite:///file:{sqlite.address.database}?mode=ro&uri=true"})
    async with place.opened() as storage:
        await place.health.until("its file or directory cannot be written")
        await use(storage, 1)


# --- away later --------------------------------------------------------------------------------------


async def test_a_server_that_stops_and_starts_again(
    postgresql: Place, postgresql_server: PostgresqlServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with postgresql.opened() as storage:
        await use(storage, 1)
        try:
            postgresql_server.stop()
            await use(storage, 2)
            assert storage._database.away
            await use(storage, 3)
            assert Part.DATABASE in postgresql.health.problems
        finally:
            postgresql_server.start()
        await postgresql.health.until(None)
        assert await storage.ledger.known([1, 2, 3, 4]) == {1, 2, 3}
        await use(storage, 4)
        assert storage._database.away is False
    await assert_all_is_there(postgresql, range(1, 5))
    assert caplog.messages[-1] == "the database is back"
    assert len(caplog.messages) <= 4, "a line for each kind of trouble"


async def test_another_process_that_holds_it_locked(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    why, seconds = (LOCKED, 4 * SHORT) if place.address.get_backend_name() == "sqlite" else (SLOW, SHORT)
    async with place.opened(seconds=seconds) as storage:
        await use(storage, 1)
        async with locked(place):
            await asyncio.gather(*(use(storage, number) for number in range(2, 40)))
            assert place.health.problems[Part.DATABASE] == why
            await use(storage, 40)
        await place.health.until(None)
        await storage.settled()
    await assert_all_is_there(place, range(1, 41))
    assert len([line for line in caplog.messages if why in line]) == 1


async def test_a_disk_that_is_full_and_then_is_not(sqlite: Place, caplog: pytest.LogCaptureFixture) -> None:
    pages: list[int] = []

    def limit(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count = {pages[0] if pages else 1_000_000}")
        cursor.close()

    storage = sqlite.storage()
    event.listen(storage._database._engine.sync_engine, "connect", limit)
    await storage.start()
    await use(storage, 1)
    pages.append(1)  # SQLite takes it for as many as there are
    await storage._database._engine.dispose()
    number = 1
    while not storage._database.away:
        number += 1
        await use(storage, number)
        assert number < 10_000
    assert sqlite.health.problems[Part.DATABASE] == "the disk is full"
    await use(storage, number + 1)
    pages.clear()
    await sqlite.health.until(None)
    await storage.close()
    await assert_all_is_there(sqlite, range(1, number + 2))
    assert [line for line in caplog.messages if "the disk is full" in line] == [caplog.messages[0]]


async def test_a_table_that_has_been_dropped_is_trouble_of_its_own_kind(place: Place) -> None:
    async with place.opened(pauses=NEVER) as storage:
        await place.execute("DROP TABLE answered_update")
        assert await storage.ledger.known([1]) == frozenset()
        await storage.ledger.note(1)
        assert await storage.ledger.known([1]) == {1}
        assert place.health.problems[Part.DATABASE] == "its tables are not what they should be"


async def test_while_it_is_away_memory_has_bounds(place: Place) -> None:
    async with place.opened(seconds=SHORT, pauses=NEVER) as storage, locked(place):
        await storage.ledger.note(0)
        assert storage._database.away
        for number in range(1, MOST + 50):
            await storage.ledger.note(number)
            await storage.keeper.choose_language(number, RU)
            await storage.keeper.vote(f"fact-{number}", helpful=True)
        pending = storage._writer._pending
        assert len(pending.updates) == len(pending.languages) == len(pending.votes) == MOST
        assert MOST + 49 in pending.updates, "the newest are held"
        assert await storage.ledger.known([MOST + 49, MOST + 50]) == {MOST + 49}


async def test_while_it_is_away_it_is_not_asked(place: Place) -> None:
    async with place.opened(seconds=SHORT, pauses=NEVER) as storage:
        async with locked(place):
            await storage.ledger.note(1)
        asked: list[object] = []
        for name in ("do_connect", "before_cursor_execute"):
            event.listen(storage._database._engine.sync_engine, name, lambda *args: asked.append(args))
        for number in range(2, 30):
            await use(storage, number)
        assert asked == []


async def test_a_language_known_before_stays_known(place: Place) -> None:
    async with place.opened() as storage:
        await storage.keeper.choose_language(7, RU)
    async with place.opened(seconds=SHORT, pauses=NEVER) as storage, locked(place):
        await storage.ledger.note(1)
        assert storage._database.away
        assert await storage.keeper.language(7) is RU


async def test_an_end_while_it_is_away_takes_no_longer_than_the_rest(place: Place) -> None:
    async with place.opened(seconds=SHORT, pauses=SOON) as storage, locked(place):
        await use(storage, 1)
        await asyncio.wait_for(storage.close(), 15)


async def test_health_is_told_of_each_change_once(place: Place) -> None:
    async with place.opened(seconds=SHORT) as storage:
        async with locked(place):
            await storage.ledger.note(1)
        await place.health.until(None)
    health: WatchedHealth = place.health
    assert [why is None for why in health.history] in ([True, False, True], [False, True])


async def test_what_nobody_waits_for_any_more_is_not_written_later(place: Place) -> None:
    async with place.opened():
        pass
    database = Database(place.address, place.health, timeout=SHORT)
    await database.open()
    await database.open()
    on = asyncio.Event()

    async def slow(connection: AsyncConnection) -> None:
        await connection.execute(insert(feedback), {"intent": "turnout", "helpful": 1, "not_helpful": 0})
        await on.wait()

    with pytest.raises(DatabaseAwayError):
        await database.write(slow)
    assert place.health.problems[Part.DATABASE] == SLOW
    on.set()
    await database.close()
    assert await place.rows(feedback) == []


async def test_a_server_that_accepts_and_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.database.CONNECTING_TIMEOUT", SHORT)
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = Place({"database_url": f"postgresql://me@127.0.0.1:{server.getsockname()[1]}/bot"})
        async with place.opened(seconds=SHORT, pauses=NEVER) as storage:
            assert place.health.problems[Part.DATABASE] == SLOW
            await use(storage, 1)
