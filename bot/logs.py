"""Logging: text or JSON lines on standard error, and never a secret or anybody's words in any of them."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.settings import LogFormat, Settings
from handlers.errors import where

_QUIET = {
    # These log addresses (which hold the token) or updates (which hold what people wrote).
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "aiohttp": logging.WARNING,
    "telegram": logging.WARNING,
    "asyncio": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    # Whoever finds the port can make it warn of malformed requests, as often as they like.
    "uvicorn": logging.ERROR,
}
"""Libraries, and what is worth a line when they say it."""

_OURS = ("bot", "handlers", "knowledge")
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[#0 +-]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]")
_SHORTEST_SECRET = 8
"""A shorter one guards nothing, and taking it out would take ordinary words apart."""


class _Discreet(logging.Filter):
    """The last line of defence: keeps out of a record what must not be in any line.

    Secrets are replaced. Of an exception only its kind and place are kept, since its text may quote what broke
    something. Of what libraries say only their own words are kept, since what they fill in may be an update, an
    address or an answer of Telegram.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = [secret for secret in secrets if len(secret) >= _SHORTEST_SECRET]

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage() if _is_ours(record.name) else _own_words(record)
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            message = f"{message} ({type(error).__name__} at {where(error)})"
        for secret in self._secrets:
            message = message.replace(secret, "<secret>")
        record.msg, record.args = message, ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in _OURS


def _own_words(record: logging.LogRecord) -> str:
    if record.name == "asyncio":
        # It writes whole objects and the errors in them into the message itself.
        return "an error nobody waited for" if record.exc_info else "a warning of the event loop"
    return _PLACEHOLDER.sub("…", str(record.msg)).strip()


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(
            {
                "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
                "level": record.levelname,
                "logger": record.name,
                "message": record.getMessage(),
            },
            ensure_ascii=False,
        )


def set_up_logging(settings: Settings) -> None:
    """Send log records to standard error in the chosen format, from the chosen level."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log_format is LogFormat.JSON:
        handler.setFormatter(_JsonLines())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(_Discreet(_secrets(settings)))
    logging.basicConfig(level=settings.log_level.value, handlers=[handler], force=True)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


def _secrets(settings: Settings) -> list[str]:
    """Every secret in the settings, whichever field holds it, and the part of each that says everything by itself."""
    fields = [getattr(settings, name) for name in type(settings).model_fields]
    whole = [field.get_secret_value() for field in fields if isinstance(field, SecretStr)]
    parts = [] if settings.token is None else [settings.token.get_secret_value().partition(":")[2]]
    if settings.database_url is not None:
        parts.append(_password(settings.database_url.get_secret_value()))
    return [*whole, *parts]


def _password(address: str) -> str:
    try:
        return urlsplit(address).password or ""
    except ValueError:
        return ""
