"""`run`: the bot as a process, from start-up to a clean stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal

from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.app import BotApplication, build_application, make_desk
from bot.errors import TokenRefusedError
from bot.logs import set_up_logging
from bot.opening import open_answerer
from bot.polling import FIRST_PAUSE, LONGEST_PAUSE, Poller
from bot.settings import read_settings

logger = logging.getLogger(__name__)


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
    application = build_application(settings, make_desk(settings, answerer))
    logger.info("fact base %s, %d facts", answerer.base.version, len(answerer.base.facts))
    # The fact base stays as it is: the collector need not walk through it again and again.
    gc.freeze()
    asyncio.run(serve(application))


async def serve(application: BotApplication) -> None:
    """Poll and answer until told to stop, then finish what was fetched."""
    poller = Poller(application.bot, application.process_update)
    stopping = asyncio.Event()

    def stop() -> None:
        stopping.set()
        poller.stop()

    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_number, stop)
    if not await _start(application, stopping):
        return
    try:
        logger.info("ready")
        await poller.run()
    finally:
        await application.stop()
        await application.shutdown()
        logger.info("stopped")


async def _start(application: BotApplication, stopping: asyncio.Event) -> bool:
    """Introduce the bot to Telegram, waiting for a server that is not there yet; False if told to stop."""
    pause = FIRST_PAUSE
    while not stopping.is_set():
        try:
            await application.initialize()
            await application.start()
        except InvalidToken:
            await application.bot.shutdown()
            raise TokenRefusedError("Telegram refuses BOT_TOKEN: check it with @BotFather") from None
        except (NetworkError, TelegramError) as error:
            logger.warning("Telegram cannot be reached (%s); next try in %.1f s", type(error).__name__, pause)
            await _wait(stopping, pause)
            pause = min(LONGEST_PAUSE, pause * 2)
        else:
            return True
    # The application has not been initialised, so shutting it down would leave the connections open.
    await application.bot.shutdown()
    return False


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
