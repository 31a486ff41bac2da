"""The schema: made from nothing, brought up to date, by several at once, and never taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, inspect

from bot.errors import ConfigurationError
from bot.storage.address import make_file, sqlite_file
from bot.storage.migrations import MIGRATIONS, Step, migrate
from bot.storage.tables import feedback, metadata, schema_version
from tests.bot.storage.support import Place

Shape = dict[str, dict[str, tuple[str, bool, bool]]]


def shape(connection: Connection) -> Shape:
    """Name, type, whether it may be empty and whether it is in the key, of every column of every table."""
    found = inspect(connection)
    return {
        table: {
            column["name"]: (
                str(column["type"]),
                column["nullable"],
                column["name"] in found.get_pk_constraint(table)["constrained_columns"],
            )
            for column in found.get_columns(table)
        }
        for table in found.get_table_names()
    }


async def test_the_migrations_make_the_tables_that_the_code_knows(place: Place) -> None:
    async with place.opened():
        pass
    async with place.engine() as engine, engine.begin() as connection:
        made = await connection.run_sync(shape)
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
        known = await connection.run_sync(shape)
    assert made == known
    assert await place.rows(schema_version) == []


async def apply(place: Place, steps: Sequence[Step]) -> None:
    if file := sqlite_file(place.address):
        make_file(file)
    async with place.engine() as engine, engine.connect() as connection:
        await migrate(connection, steps)
        await connection.commit()


async def test_an_older_version_is_brought_up_to_date_with_what_it_holds(place: Place) -> None:
    await apply(place, MIGRATIONS[:1])
    await place.execute("INSERT INTO feedback VALUES ('turnout', 2, 1)")
    later = [
        *MIGRATIONS,
        ["ALTER TABLE feedback ADD COLUMN puzzled INTEGER NOT NULL DEFAULT 5"],
        ["DROP TABLE unanswered"],
    ]
    for steps in (later[:-1], later, later):
        await apply(place, steps)
    everything = await place.everything()
    assert everything["feedback"] == [("turnout", 2, 1, 5)]
    assert everything["schema_version"] == [(len(later),)]
    assert "unanswered" not in everything


async def test_a_migration_that_fails_leaves_everything_as_it_was(place: Place) -> None:
    await apply(place, MIGRATIONS)
    await place.execute("INSERT INTO feedback VALUES ('turnout', 2, 1)")
    broken = [*MIGRATIONS, ["DROP TABLE feedback", "DROP TABLE there_is_none"]]
    with pytest.raises(Exception, match="there_is_none"):
        await apply(place, broken)
    assert await place.rows(feedback) == [("turnout", 2, 1)]
    assert await place.rows(schema_version) == [(len(MIGRATIONS),)]


async def test_many_open_at_the_same_time(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    storages = [place.storage() for _ in range(6)]
    await asyncio.gather(*(storage.start() for storage in storages))
    await asyncio.gather(*(storage.ledger.note(number) for number, storage in enumerate(storages)))
    await asyncio.gather(*(storage.settled() for storage in storages))
    await asyncio.gather(*(storage.close() for storage in storages))
    # SQLite lets only one of them turn a new file into one with a write-ahead log; another may have to open it again.
    assert [text for text in caplog.messages if "keeps it locked" not in text and "is back" not in text] == []
    assert await place.rows(schema_version) == [(len(MIGRATIONS),)]
    assert len((await place.everything())["answered_update"]) == len(storages)


async def test_a_newer_version_is_refused_in_one_line(place: Place) -> None:
    async with place.opened():
        pass
    await place.execute("UPDATE schema_version SET version = 7")
    storage = place.storage()
    with pytest.raises(ConfigurationError) as caught:
        await storage.start()
    await storage.close()
    assert str(caught.value) == (
        "the database was made by a newer version of mazhilis-bot (schema 7, this one knows 1): "
        "install that version, or let BOT_DATABASE_URL or BOT_DATA_DIR name another place"
    )
    assert await place.rows(schema_version) == [(7,)]
