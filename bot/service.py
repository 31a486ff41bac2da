"""The bot as a service: everything that runs in the process, put together, started, stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from telegram.error import TelegramError

from bot.apart import open_apart
from bot.app import ALLOWED_UPDATES, build_application, make_desk
from bot.delivery import Delivery
from bot.errors import TokenRefusedError
from bot.faults import TOKEN_REFUSED, Pauses, fault_of, is_refusal
from bot.health import Health, Part
from bot.incoming import Incoming
from bot.metrics import Metrics
from bot.opening import cache_directory, facts_directory
from bot.pictures import DrawnPictures
from bot.polling import Fetching, Poller
from bot.reloading import Reloader
from bot.settings import Settings, Transport
from bot.storage import open_storage
from bot.trying import Persistence, Trier
from bot.web import Posts, WebServer, web_application
from bot.webhook import Registration, Webhook, registration
from handlers.errors import apology
from handlers.menus import set_profile
from knowledge.answer import Answerer

logger = logging.getLogger(__name__)

FAREWELL = 1.5
"""Seconds that closing connections may take; together with what the transport takes, less than ten."""
PROFILE_TRIES = 5


class _Transport(Protocol):
    """Brings updates in until it is stopped, and then sees to what it holds."""

    def stop(self) -> None: ...

    async def run(self) -> None: ...


class Service:
    """Answers questions over Telegram until it is told to stop.

    Args:
        settings: with a token.
        answerer: answers the questions; another one takes its place when the fact base is reloaded.

    Raises:
        ConfigurationError: a setting is missing or cannot be.
    """

    def __init__(self, settings: Settings, answerer: Answerer) -> None:
        self._health = Health()
        self._metrics = metrics = Metrics(self._health)
        told = registration(settings, ALLOWED_UPDATES) if settings.transport is Transport.WEBHOOK else None
        self._storage = open_storage(settings, self._health)
        self._desk = make_desk(settings, answerer, self._storage.keeper, metrics)
        self._application = build_application(settings, self._desk, observer=metrics)
        self._delivery = Delivery(
            self._application.process_update,
            apology(answerer.texts, self._desk.commands),
            Trier(Persistence(), metrics, self._health),
            self._storage.ledger,
            metrics,
        )
        posts = None
        if told is None:
            fetching = Fetching(ALLOWED_UPDATES)
            bot = self._application.bot
            self._transport: _Transport = Poller(bot, self._delivery, fetching, self._health, metrics)
        else:
            posts = self._by_webhook(told)
        self._web = (
            WebServer(settings.listen, web_application(self._health, metrics, posts)) if settings.listen else None
        )
        facts, cache = settings.facts or facts_directory(), cache_directory()
        self._reloader = Reloader(lambda: open_apart(facts, cache), self._use, self._health, metrics)
        self._background: list[asyncio.Task[None]] = []
        metrics.fact_base(answerer.base.version, len(answerer.base.facts))

    def _by_webhook(self, told: Registration) -> Posts:
        bot = self._application.bot
        incoming = Incoming(told.secret, self._delivery.deliver, bot, self._metrics)
        self._transport = Webhook(bot, told, incoming, self._health)
        return Posts(told.path, incoming.receive)

    def _use(self, answerer: Answerer) -> None:
        pictures = DrawnPictures(answerer.base)
        self._desk.answerer, self._desk.pictures = answerer, pictures
        # Menus are described in the words of the fact base.
        self._background.append(asyncio.create_task(self._show_profile()))

    async def run(self) -> None:
        """Answer until SIGTERM or Ctrl-C, then finish what is held. SIGHUP reloads the fact base.

        Raises:
            TokenRefusedError: Telegram does not know the token.
            ConfigurationError: a port or a database cannot be used.
        """
        introducing = asyncio.ensure_future(self._introduce())

        def stop() -> None:
            introducing.cancel()
            self._transport.stop()

        with _signals({signal.SIGTERM: stop, signal.SIGINT: stop, signal.SIGHUP: self._reloader.request}):
            try:
                await self._storage.start()
                if self._web is not None:
                    await self._web.start()
                await asyncio.wait({introducing})
                if not introducing.cancelled():
                    introducing.result()  # raises what went wrong
                    work = (self._reloader.run(), self._show_profile())
                    self._background += [asyncio.create_task(each) for each in work]
                    logger.info("ready")
                    await self._transport.run()
            finally:
                await self._close([introducing, *self._background])
        logger.info("stopped")

    async def _introduce(self) -> None:
        """Introduce the bot to Telegram, waiting for a server that is not there yet."""
        pauses, failures = Pauses(), 0
        while True:
            try:
                await self._application.initialize()
            except TelegramError as error:
                if is_refusal(error):
                    raise TokenRefusedError(TOKEN_REFUSED) from None
                failures += 1
                pause = pauses.after(failures)
                logger.warning("Telegram cannot be reached (%s); next try in %.1f s", fault_of(error), pause)
                await asyncio.sleep(pause)
            else:
                self._health.well(Part.TELEGRAM)
                return

    async def _show_profile(self) -> None:
        """Set menus and descriptions. Questions are answered without them, so failing at it is no trouble."""
        pauses = Pauses()
        for failures in range(1, PROFILE_TRIES + 1):
            try:
                changed = await set_profile(self._application.bot, self._desk.answerer)
            except TelegramError as error:
                logger.warning("menus and descriptions could not be set (%s)", fault_of(error))
                await asyncio.sleep(pauses.after(failures))
            else:
                logger.info("menus and descriptions: %d changed", changed)
                return

    async def _close(self, tasks: list[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._web is not None:
            await self._web.stop()
        try:
            async with asyncio.timeout(FAREWELL):
                # Only connections are open; nothing else of the library's application is in use.
                await self._application.bot.shutdown()
        except TimeoutError:
            logger.warning("connections were not closed in time")
        await self._storage.close()


@contextmanager
def _signals(actions: Mapping[signal.Signals, Callable[[], object]]) -> Iterator[None]:
    """Act on signals for a while."""
    loop = asyncio.get_running_loop()
    for number, action in actions.items():
        loop.add_signal_handler(number, action)
    try:
        yield
    finally:
        for number in actions:
            loop.remove_signal_handler(number)
