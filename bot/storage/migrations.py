"""The schema, step by step. A step that was released is never changed; a new one is added at the end.

Steps are plain SQL that SQLite and PostgreSQL both understand: unlike `tables.py` they must stay as they
were when a database went through them.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, inspect, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import ConfigurationError
from bot.storage.tables import schema_version

Step = Sequence[str]

MIGRATIONS: Sequence[Step] = (
    (
        "CREATE TABLE chat_language (chat BIGINT NOT NULL PRIMARY KEY, language VARCHAR(2) NOT NULL)",
        """CREATE TABLE feedback (
            intent VARCHAR(128) NOT NULL PRIMARY KEY, helpful INTEGER NOT NULL, not_helpful INTEGER NOT NULL
        )""",
        """CREATE TABLE unanswered (
            day DATE NOT NULL, language VARCHAR(2) NOT NULL, question VARCHAR(300) NOT NULL, times INTEGER NOT NULL,
            PRIMARY KEY (day, language, question)
        )""",
        """CREATE TABLE answered_update (
            bot BIGINT NOT NULL, id BIGINT NOT NULL, day DATE NOT NULL, PRIMARY KEY (bot, id)
        )""",
    ),
)

_LOCK = 0x6D617A68
"""Key of the lock that replicas wait for in PostgreSQL; any number that others are unlikely to use."""


async def found_version(connection: AsyncConnection, newest: int = len(MIGRATIONS)) -> int:
    """The version of the schema that a database has; 0 for an empty one.

    Raises:
        ConfigurationError: it is newer than the newest that is known.
    """
    if not await connection.run_sync(lambda sync: inspect(sync).has_table(schema_version.name)):
        return 0
    version = (await connection.execute(select(schema_version.c.version))).scalar_one_or_none() or 0
    if version > newest:
        raise ConfigurationError(
            f"the database was made by a newer version of mazhilis-bot (schema {version}, this one knows"
            f" {newest}): install that version, or let BOT_DATABASE_URL or BOT_DATA_DIR name another place"
        )
    return version


async def migrate(connection: AsyncConnection, steps: Sequence[Step] = MIGRATIONS) -> None:
    """Bring the schema up to date, in the transaction that the connection is in.

    Several may do so at the same time: one goes first, the others find it done.

    Raises:
        ConfigurationError: the schema is newer than this program knows.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    else:
        # Reading first and writing later could find another writer in between.
        await connection.exec_driver_sql("BEGIN IMMEDIATE")
    version = await found_version(connection, len(steps))
    if version == len(steps):
        return
    if version == 0:
        await connection.run_sync(lambda sync: schema_version.create(sync, checkfirst=True))
        await connection.execute(insert(schema_version), {"version": 0})
    for step in steps[version:]:
        for statement in step:
            await connection.execute(text(statement))
    await connection.execute(update(schema_version).values(version=len(steps)))
