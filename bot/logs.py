"""Logging: text or JSON lines on standard error, and never the token in any of them."""

from __future__ import annotations

import json
import logging
import sys

from bot.settings import LogFormat, Settings

_QUIET = ("httpx", "httpcore", "aiohttp", "telegram", "asyncio", "aiosqlite", "sqlalchemy")
"""Libraries that would log addresses (which hold the token), updates or rows (which hold what people wrote)."""


class _Redacting(logging.Filter):
    """Takes the token out of whatever a record says, as a last line of defence."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._secret = secret

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if self._secret in message:
            record.msg, record.args = message.replace(self._secret, "<token>"), ()
        record.exc_info = record.exc_text = None  # a traceback quotes the text that broke something
        return True


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
    if settings.token is not None:
        handler.addFilter(_Redacting(settings.token.get_secret_value()))
    logging.basicConfig(level=settings.log_level.value, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
