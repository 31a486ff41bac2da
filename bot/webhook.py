"""Updates by webhook: Telegram is told where to post them, and told again if somebody else changes that."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import BadRequest

from bot.errors import ConfigurationError, TokenRefusedError
from bot.faults import TOKEN_REFUSED, Fault, Pauses, fault_of, in_words, is_refusal
from bot.health import Health, Part
from bot.incoming import Incoming
from bot.settings import Settings

logger = logging.getLogger(__name__)

MAX_CONNECTIONS = 100
"""Posts that Telegram may have under way at once, as many as it ever makes: the more chats can wait side by side."""
RESERVED = ("/healthz", "/readyz", "/metrics")
_PATH = re.compile(r"/[A-Za-z0-9._~/-]*")


@dataclass(frozen=True, slots=True)
class Registration:
    """What Telegram is told: where to post, what to send along, and which kinds of updates."""

    url: str
    secret: str = field(repr=False)
    kinds: tuple[str, ...]

    @property
    def path(self) -> str:
        """The path that the web server answers at."""
        return urlsplit(self.url).path or "/"


def registration(settings: Settings, kinds: Iterable[str]) -> Registration:
    """What the settings say about the webhook, with the kinds of updates that have a handler.

    Raises:
        ConfigurationError: one line for each setting that is missing or cannot be.
    """
    lines = []
    if settings.webhook_url is None:
        lines.append("BOT_WEBHOOK_URL is not set: the https address that Telegram shall post to")
    if settings.webhook_secret is None:
        lines.append("BOT_WEBHOOK_SECRET is not set: choose a long random one, for example by `openssl rand -hex 32`")
    if settings.listen is None:
        lines.append("BOT_LISTEN is not set: host:port that the web server listens at, for example 127.0.0.1:8080")
    if lines or settings.webhook_url is None or settings.webhook_secret is None:
        raise ConfigurationError("\n".join(lines))
    told = Registration(settings.webhook_url, settings.webhook_secret.get_secret_value(), tuple(kinds))
    if told.path in RESERVED:
        raise ConfigurationError(f"BOT_WEBHOOK_URL: the path {told.path} is taken, choose another")
    if not _PATH.fullmatch(told.path):
        raise ConfigurationError("BOT_WEBHOOK_URL: the path may hold only letters, digits and - . _ ~ /")
    return told


@dataclass(frozen=True, slots=True)
class Keeping:
    """How the webhook is looked after; times are in seconds.

    Attributes:
        look_every: between looks at whether it is still ours.
        grace: that what is at work may take when the bot is told to stop.
        pauses: between tries when Telegram does not take it.
    """

    look_every: float = 60.0
    grace: float = 7.0
    pauses: Pauses = field(default_factory=Pauses)


class Webhook:
    """Takes updates by webhook as long as it runs; the counterpart of `bot.polling.Poller`.

    Args:
        bot: whose updates they are.
        told: what Telegram is told.
        incoming: the endpoint that it posts to.
        health: told whether Telegram can be reached.
        keeping: how it is looked after.
    """

    def __init__(
        self, bot: Bot, told: Registration, incoming: Incoming, health: Health, keeping: Keeping | None = None
    ) -> None:
        self._bot = bot
        self._told = told
        self._incoming = incoming
        self._health = health
        self._how = keeping or Keeping()
        self._last_failure: datetime | None = None
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Finish what is at work, then return from `run`."""
        self._stopping.set()

    async def run(self) -> None:
        """Have updates posted until stopped; faults of Telegram or the network are waited out.

        The webhook stays set when this returns: Telegram keeps what comes meanwhile for the next start.

        Raises:
            TokenRefusedError: Telegram does not know the token.
        """
        self._incoming.begin()
        keeping = asyncio.ensure_future(self._keep_set())
        ends = [
            keeping,
            asyncio.ensure_future(self._stopping.wait()),
            asyncio.ensure_future(self._incoming.token_refused.wait()),
        ]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            await self._incoming.finish(self._how.grace)
            if self._incoming.token_refused.is_set():
                raise TokenRefusedError(TOKEN_REFUSED)
            if keeping.done():
                keeping.result()
        finally:
            for task in ends:
                task.cancel()
            await asyncio.gather(*ends, return_exceptions=True)

    async def _keep_set(self) -> None:
        """Set the webhook, then look after it; ends only by an error that cannot be waited out."""
        # The first time without looking: Telegram does not tell the secret it holds, which may be an old one.
        known, failures = False, 0
        while True:
            try:
                if not known or await self._differs():
                    await self._set()
                    known = True
            except Exception as error:  # noqa: BLE001 -- anything may answer at the address, and reading it raise anything
                if is_refusal(error):
                    raise TokenRefusedError(TOKEN_REFUSED) from None
                failures += 1
                pause = self._how.pauses.after(failures)
                why = _reason(error)
                self._health.trouble(Part.TELEGRAM, why)
                logger.warning("%s; next try in %.1f s", why, pause)
            else:
                self._health.well(Part.TELEGRAM)
                failures, pause = 0, self._how.look_every
            await asyncio.sleep(pause)

    async def _differs(self) -> bool:
        info = await self._bot.get_webhook_info()
        if info.last_error_date is not None and info.last_error_date != self._last_failure:
            self._last_failure = info.last_error_date
            logger.warning("Telegram could not post an update: %s", info.last_error_message)
        # Telegram leaves the kinds out when they are its own default.
        kinds = info.allowed_updates
        if info.url == self._told.url and (not kinds or set(kinds) == set(self._told.kinds)):
            return False
        logger.warning("somebody else has changed or removed the webhook; it is set again")
        return True

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self._told.url,
            secret_token=self._told.secret,
            allowed_updates=self._told.kinds,
            max_connections=MAX_CONNECTIONS,
            drop_pending_updates=False,
        )
        logger.info("the webhook is set")


def _reason(error: Exception) -> str:
    if isinstance(error, BadRequest) and fault_of(error) is Fault.MISTAKE:
        # What Telegram says about the address; it is our own and nobody's words.
        return f"Telegram does not take the webhook ({error.message})"
    return f"the webhook cannot be set or looked at ({in_words(error)})"
