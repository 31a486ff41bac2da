"""`run`: the bot as a process, from its settings to a clean stop."""

from __future__ import annotations

import asyncio
import logging
import os
import threading

from bot.apart import open_sparingly
from bot.logs import set_up_logging
from bot.memory import settle
from bot.opening import cache_directory, facts_directory
from bot.service import Service
from bot.settings import Settings, demand_token, read_settings
from knowledge.answer import Answerer

logger = logging.getLogger(__name__)

LAST_MOMENT = 0.5
"""Seconds that the process may take to end after everything is closed."""


def run_bot() -> None:
    """Run until SIGTERM or Ctrl-C.

    Raises:
        ConfigurationError: a setting is missing or cannot be.
        TokenRefusedError: Telegram does not know the token.
        FactBaseError: the fact base does not load.
    """
    settings = read_settings()
    set_up_logging(settings)
    demand_token(settings)  # before the fact base, which may take seconds to open
    answerer = open_sparingly(settings.facts or facts_directory(), cache_directory())
    logger.info("fact base %s, %d facts", answerer.base.version, len(answerer.base.facts))
    settle()
    asyncio.run(_serve(settings, answerer))


async def _serve(settings: Settings, answerer: Answerer) -> None:
    # Built here because what it is made of belongs to the running loop.
    await Service(settings, answerer).run()
    _end_anyhow()


def _end_anyhow() -> None:
    """End the process soon, even if a thread hangs on a name server or a disk, where nothing can interrupt it.

    Nothing that matters is left to do by now.
    """
    timer = threading.Timer(LAST_MOMENT, os._exit, [0])
    timer.daemon = True
    timer.start()
