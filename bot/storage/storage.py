"""Keeper and ledger over one database."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from bot.background import in_background
from bot.health import Health
from bot.settings import Settings, Transport
from bot.storage.address import database_address
from bot.storage.database import TIMEOUT, Database, DatabaseAwayError
from bot.storage.keeper import DatabaseKeeper
from bot.storage.languages import ChatLanguages
from bot.storage.ledger import Ledger
from bot.storage.pruning import Pruning, Today, utc_today
from bot.storage.writer import USUAL, Pauses, Writer


class Storage:
    """What handlers (`keeper`) and transports (`ledger`) keep. Usable before `start`, but nothing is written then."""

    def __init__(
        self, database: Database, writer: Writer, languages: ChatLanguages, keeper: DatabaseKeeper, ledger: Ledger
    ) -> None:
        self.keeper = keeper
        self.ledger = ledger
        self._database = database
        self._writer = writer
        self._languages = languages
        self._refreshing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the database; one that cannot be reached now is looked for again and again.

        Raises:
            ConfigurationError: its schema is newer than this program knows.
        """
        # It has been told to health and the log; the writer goes on trying.
        with suppress(DatabaseAwayError):
            await self._database.open()
        self._writer.start()
        await self._languages.refresh()
        self._refreshing = in_background("reading languages", self._languages.keep_fresh())

    async def settled(self) -> None:
        """Wait until everything kept so far is committed, but not for a database that is away."""
        await self._writer.settled()

    async def close(self) -> None:
        """Write what is left, if that can be done soon, and close the database."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.wait({self._refreshing})
        await self._writer.stop()
        await self._database.close()


def open_storage(
    settings: Settings,
    health: Health,
    *,
    today: Today = utc_today,
    timeout: float = TIMEOUT,
    pauses: Pauses = USUAL,
) -> Storage:
    """The storage that the settings name. Nothing is opened before `Storage.start`.

    Args:
        settings: `database_url`, `data_dir`, `keep_unanswered`; the number in the token tells bots apart.
        health: is told when the database goes away and comes back.
        today: the day it is.
        timeout: seconds that reading or writing may take.
        pauses: of the task that writes.

    Raises:
        ConfigurationError: `database_url` cannot be.
    """
    bot = bot_number(settings)
    database = Database(database_address(settings), health, timeout=timeout)
    prune = Pruning(today, bot=bot, keep_unanswered=settings.keep_unanswered)
    writer = Writer(database, prune, bot=bot, pauses=pauses)
    languages = ChatLanguages(database, writer)
    keeper = DatabaseKeeper(languages, writer, today=today, keep_unanswered=settings.keep_unanswered)
    # Only one process can poll; behind a webhook there may be replicas.
    ledger = Ledger(database, writer, bot=bot, today=today, alone=settings.transport is Transport.POLLING)
    return Storage(database, writer, languages, keeper, ledger)


def bot_number(settings: Settings) -> int:
    """The public part of the token; 0 where there is none."""
    number = settings.token.get_secret_value().partition(":")[0] if settings.token is not None else ""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
