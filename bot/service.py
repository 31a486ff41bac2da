"""The bot as a service: everything that runs in the process, put together, started, stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from bot.apart import open_apart
from bot.app import ALLOWED_UPDATES, build_application, make_desk
from bot.background import in_background
from bot.deadline import Deadline, Stopping
from bot.delivery import Delivery
from bot.errors import TokenRefusedError
from bot.faults import TOKEN_REFUSED, Pauses, in_words, is_refusal
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
from bot.webhook import Keeping, Registration, Webhook, registration
from handlers.errors import apology
from handlers.menus import set_profile
from handlers.messages import overlooking
from knowledge.answer import Answerer

logger = logging.getLogger(__name__)

FAREWELL = 1.5
"""Seconds that closing the connections to Telegram may take."""
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
        stopping: how long a stop may take.

    Raises:
        ConfigurationError: a setting is missing or cannot be.
    """

    def __init__(self, settings: Settings, answerer: Answerer, stopping: Stopping | None = None) -> None:
        self._stopping = stopping or Stopping()
        self._deadline = Deadline(self._stopping.in_all)
        self._health = Health()
        self._metrics = metrics = Metrics(self._health)
        told = registration(settings, ALLOWED_UPDATES) if settings.transport is Transport.WEBHOOK else None
        self._storage = open_storage(settings, self._health)
        self._desk = make_desk(settings, answerer, self._storage.keeper, metrics)
        self._application = build_application(settings, self._desk, observer=metrics)
        self._delivery = Delivery(
            self._application.process_update,
            apology(answerer.texts, self._desk.commands),
            Trier(Persistence(), metrics, self._health, overlooking(self._desk)),
            self._storage.ledger,
            metrics,
        )
        posts = None
        if told is None:
            fetching = Fetching(ALLOWED_UPDATES, grace=self._stopping.answering, farewell=self._stopping.acknowledging)
            bot = self._application.bot
            self._transport: _Transport = Poller(bot, self._delivery, fetching, self._health, metrics)
        else:
            posts = self._by_webhook(told)
        self._web = (
            WebServer(settings.listen, web_application(self._health, metrics, posts)) if settings.listen else None
        )
        facts, cache = settings.facts or facts_directory(), cache_directory()
        self._reloader = Reloader(lambda: open_apart(facts, cache), self._use, self._health, metrics)
        self._background: set[asyncio.Task[None]] = set()
        metrics.fact_base(answerer.base.version, len(answerer.base.facts))

    def _by_webhook(self, told: Registration) -> Posts:
        bot = self._application.bot
        incoming = Incoming(told.secret, self._delivery.deliver, bot, self._metrics)
        self._transport = Webhook(bot, told, incoming, self._health, Keeping(grace=self._stopping.answering))
        return Posts(told.path, incoming.receive)

    def _use(self, answerer: Answerer) -> None:
        pictures = DrawnPictures(answerer.base)
        self._desk.answerer, self._desk.pictures = answerer, pictures
        # Menus are described in the words of the fact base.
        self._in_background("menus and descriptions", self._show_profile())

    def _in_background(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        task = in_background(what, work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def run(self) -> None:
        """Answer until SIGTERM or Ctrl-C, then finish what is held. SIGHUP reloads the fact base.

        Raises:
            TokenRefusedError: Telegram does not know the token.
            ConfigurationError: a port or a database cannot be used.
        """
        starting = [asyncio.ensure_future(each) for each in (self._open(), self._introduce())]
        self._background.update(starting)

        def stop() -> None:
            self._deadline.begin()
            for task in starting:
                task.cancel()
            self._transport.stop()

        with _signals({signal.SIGTERM: stop, signal.SIGINT: stop, signal.SIGHUP: self._reloader.request}):
            try:
                done, _ = await asyncio.wait(starting, return_when=asyncio.FIRST_EXCEPTION)
                if not any(task.cancelled() for task in done):
                    for task in done:
                        task.result()  # raises what went wrong
                    self._in_background("reloading", self._reloader.run())
                    self._in_background("menus and descriptions", self._show_profile())
                    logger.info("ready")
                    await self._transport.run()
            finally:
                await self._end()
        logger.info("stopped")

    async def _open(self) -> None:
        await self._storage.start()
        if self._web is not None:
            await self._web.start()

    async def _introduce(self) -> None:
        """Introduce the bot to Telegram, waiting for a server that is not there yet."""
        pauses, failures = Pauses(), 0
        while True:
            try:
                await self._application.initialize()
            except Exception as error:  # noqa: BLE001 -- anything may answer at the address, and reading it raise anything
                if is_refusal(error):
                    raise TokenRefusedError(TOKEN_REFUSED) from None
                failures += 1
                pause = pauses.after(failures)
                logger.warning("Telegram cannot be reached (%s); next try in %.1f s", in_words(error), pause)
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
            except Exception as error:  # noqa: BLE001 -- as above
                logger.warning("menus and descriptions could not be set (%s)", in_words(error))
                await asyncio.sleep(pauses.after(failures))
            else:
                logger.info("menus and descriptions: %d changed", changed)
                return

    async def _end(self) -> None:
        """Close everything in the time that is left."""
        self._deadline.begin()
        for task in self._background:
            task.cancel()
        closing = in_background("closing", self._close())
        await asyncio.wait({closing}, timeout=self._deadline.left)
        if not closing.done():
            closing.cancel()
            logger.warning("not everything was closed in time")

    async def _close(self) -> None:
        # First what is still at work: it must not see connections and database go, and take that for its own mistake.
        await self._delivery.finish(0)
        await asyncio.gather(*self._background, return_exceptions=True)
        parts = [
            in_background("closing the connections", self._hang_up()),
            in_background("closing the database", self._storage.close()),
        ]
        if self._web is not None:
            parts.append(in_background("closing the web server", self._web.stop()))
        try:
            await asyncio.wait(parts)
        finally:
            for part in parts:
                part.cancel()

    async def _hang_up(self) -> None:
        try:
            async with asyncio.timeout(FAREWELL):
                # Only connections are open; nothing else of the library's application is in use.
                await self._application.bot.shutdown()
        except TimeoutError:
            logger.warning("connections were not closed in time")


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
