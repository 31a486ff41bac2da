"""`run`: the bot as a process, from start-up to a clean stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal

from telegram.error import TelegramError

from bot.app import ALLOWED_UPDATES, BotApplication, build_application
from bot.delivery import Delivery
from bot.errors import TokenRefusedError
from bot.faults import TOKEN_REFUSED, Pauses, fault_of, is_refusal
from bot.health import Health, Part
from bot.logs import set_up_logging
from bot.opening import open_answerer
from bot.polling import Fetching, Poller
from bot.settings import read_settings
from bot.storage import Storage, open_storage
from bot.trying import Persistence, Trier
from bot.watching import NothingWatched
from handlers.errors import apology

logger = logging.getLogger(__name__)

FAREWELL = 1.5
"""Seconds that closing connections may take; together with what polling takes, less than ten."""


def run_bot() -> None:
    """Run until SIGTERM or Ctrl-C.

    Raises:
        ConfigurationError: a setting is missing or cannot be.
        TokenRefusedError: Telegram does not know the token.
        FactBaseError: the fact base does not load.
    """
    settings = read_settings()
    set_up_logging(settings)
    answerer = open_answerer(settings.facts)
    observer, health = NothingWatched(), Health()
    application = build_application(settings, answerer, observer=observer)
    storage = open_storage(settings, health)
    trier = Trier(Persistence(), observer, health)
    delivery = Delivery(application.process_update, apology(answerer.texts), trier, storage.ledger, observer)
    poller = Poller(application.bot, delivery, Fetching(ALLOWED_UPDATES), health, observer)
    logger.info("fact base %s, %d facts", answerer.base.version, len(answerer.base.facts))
    # The fact base stays as it is: the collector need not walk through it again and again.
    gc.freeze()
    asyncio.run(serve(application, poller, storage, health))


async def serve(application: BotApplication, poller: Poller, storage: Storage, health: Health) -> None:
    """Poll and answer until told to stop, then finish what was fetched.

    Raises:
        TokenRefusedError: Telegram does not know the token.
        ConfigurationError: the database is one of a newer program.
    """
    introducing = asyncio.ensure_future(_introduce(application, health))

    def stop() -> None:
        introducing.cancel()
        poller.stop()

    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_number, stop)
    try:
        await storage.start()
        await asyncio.wait({introducing})
        if not introducing.cancelled():
            introducing.result()  # raises what went wrong
            logger.info("ready")
            await poller.run()
    finally:
        await _close(application, storage)
    logger.info("stopped")


async def _introduce(application: BotApplication, health: Health) -> None:
    """Introduce the bot to Telegram, waiting for a server that is not there yet."""
    pauses, failures = Pauses(), 0
    while True:
        try:
            await application.initialize()
        except TelegramError as error:
            if is_refusal(error):
                raise TokenRefusedError(TOKEN_REFUSED) from None
            failures += 1
            pause = pauses.after(failures)
            logger.warning("Telegram cannot be reached (%s); next try in %.1f s", fault_of(error), pause)
            await asyncio.sleep(pause)
        else:
            health.well(Part.TELEGRAM)
            return


async def _close(application: BotApplication, storage: Storage) -> None:
    """Close connections and the database; nothing else of the library's application is in use."""
    try:
        async with asyncio.timeout(FAREWELL):
            await application.bot.shutdown()
            await storage.close()
    except TimeoutError:
        logger.warning("connections were not closed in time")
