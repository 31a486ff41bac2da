"""The tables. This is all that is kept; nothing here says who asked anything, where, or in what words of theirs.

Only what is in a table can be stored at all, so these few lines are what a reader of /privacy should check.
The schema is made and changed by `bot.storage.migrations`; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import BigInteger, Column, Date, Integer, MetaData, String, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.ext.asyncio import AsyncConnection

MAX_INTENT = 128
"""Characters of the id of a fact or comparison."""
MAX_TEXT = 300
"""Characters of a scrubbed question."""

metadata = MetaData()

schema_version = Table("schema_version", metadata, Column("version", Integer, nullable=False))
"""One row: which migrations have been applied."""

chat_language = Table(
    "chat_language",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(2), nullable=False),
)
"""The language that a chat chose with /language; a row only for those that did."""

feedback = Table(
    "feedback",
    metadata,
    Column("intent", String(MAX_INTENT), primary_key=True),
    Column("helpful", Integer, nullable=False),
    Column("not_helpful", Integer, nullable=False),
)
"""Votes for the answer of each fact or comparison, as counts."""

unanswered = Table(
    "unanswered",
    metadata,
    Column("day", Date, primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("question", String(MAX_TEXT), primary_key=True),
    Column("times", Integer, nullable=False),
)
"""Questions that found no answer: scrubbed, with the day and how often; kept for 90 days."""

answered_update = Table(
    "answered_update",
    metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
)
"""Marks of the updates that were answered, for a few days: Telegram's running number, each bot's own, and a
checksum of when the update was written (see `bot.marks`)."""

Upsert = PostgresqlInsert | SqliteInsert
_UPSERTS: dict[str, Callable[[Table], Upsert]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def upsert(connection: AsyncConnection, table: Table) -> Upsert:
    """An INSERT that may say what happens where the row is there already; both dialects spell it alike."""
    return _UPSERTS[connection.dialect.name](table)
