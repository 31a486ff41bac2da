"""What has been kept, for curators. Reads a database as it is and changes nothing in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import ConfigurationError
from bot.settings import Settings
from bot.storage.address import database_address, sqlite_file
from bot.storage.database import OPENING_TIMEOUT, make_engine
from bot.storage.migrations import MIGRATIONS, found_version
from bot.storage.tables import feedback, unanswered
from bot.storage.trouble import plain_words
from knowledge.model import Language

T = TypeVar("T")
Find = Callable[[AsyncConnection], Awaitable[T]]


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A scrubbed question that found no answer, over all days that are kept."""

    question: str
    language: Language
    times: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Votes:
    """What people said of the answer of one fact or comparison."""

    intent: str
    helpful: int
    not_helpful: int


async def read_unanswered(settings: Settings, language: Language | None = None) -> list[UnansweredQuestion]:
    """Every kept question, most frequent first; of one language if given. Empty where nothing has been kept.

    Raises:
        ConfigurationError: the database cannot be read.
    """
    times = func.sum(unanswered.c.times)
    query = (
        select(
            unanswered.c.question,
            unanswered.c.language,
            times.label("times"),
            func.min(unanswered.c.day).label("first"),
            func.max(unanswered.c.day).label("last"),
        )
        .group_by(unanswered.c.question, unanswered.c.language)
        .order_by(times.desc(), unanswered.c.question)
        .where(unanswered.c.language.in_([language] if language is not None else list(Language)))
    )

    async def find(connection: AsyncConnection) -> list[UnansweredQuestion]:
        return [
            UnansweredQuestion(row.question, Language(row.language), int(row.times), row.first, row.last)
            for row in await connection.execute(query)
        ]

    return await _read(settings, find, [])


async def read_votes(settings: Settings) -> list[Votes]:
    """The votes for every answer that has some, by id. Empty where nothing has been kept.

    Raises:
        ConfigurationError: the database cannot be read.
    """

    async def find(connection: AsyncConnection) -> list[Votes]:
        rows = await connection.execute(select(feedback).order_by(feedback.c.intent))
        return [Votes(row.intent, row.helpful, row.not_helpful) for row in rows]

    return await _read(settings, find, [])


async def _read(settings: Settings, find: Find[T], nothing: T) -> T:
    address = database_address(settings)
    file = sqlite_file(address)
    if file is not None and not file.exists():
        return nothing
    engine = make_engine(address, OPENING_TIMEOUT)
    try:
        async with engine.connect() as connection:
            return await _find(connection, find, nothing)
    except ConfigurationError:
        raise
    except Exception as error:
        raise ConfigurationError(f"the database cannot be read: {plain_words(error)}") from error
    finally:
        await engine.dispose()


async def _find(connection: AsyncConnection, find: Find[T], nothing: T) -> T:
    version = await found_version(connection)
    if version == 0:
        return nothing
    if version < len(MIGRATIONS):
        raise ConfigurationError("the database is of an older version: start the bot once, it brings it up to date")
    return await find(connection)
