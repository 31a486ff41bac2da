"""Settings from the environment, read in this one place.

Every variable starts with `BOT_`. Secrets are never printed or logged.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import ConfigurationError


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class LogFormat(StrEnum):
    """How a log line looks."""

    TEXT = "text"
    JSON = "json"


class Transport(StrEnum):
    """How updates come in."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class Settings(BaseSettings):
    """What an operator can set."""

    model_config = SettingsConfigDict(env_prefix="BOT_", frozen=True, env_ignore_empty=True)

    token: SecretStr | None = None
    """Token from BotFather; only `run` needs it."""
    api_url: str = "https://api.telegram.org"
    """Base address of the Bot API; another one for a local Bot API server."""
    transport: Transport = Transport.POLLING
    webhook_url: str | None = None
    """Public https address that Telegram posts updates to; the webhook answers at its path."""
    webhook_secret: SecretStr | None = None
    """What Telegram sends along with each update: 1 to 256 letters, digits, `_` and `-`."""
    listen: str | None = None
    """host:port of the web server; it must be set for a webhook."""
    database_url: SecretStr | None = None
    """SQLAlchemy's address of a database; SQLite in `data_dir` if unset. May hold a password."""
    data_dir: Path | None = None
    """Where the database and the compiled fact base are kept; the user's own data directory if unset."""
    keep_unanswered: bool = True
    """Whether questions without an answer are kept, scrubbed, for the curators."""
    rate_per_minute: int = Field(default=60, ge=1)
    """Questions that one chat, and one person in all chats together, may ask in a minute."""
    facts: Path | None = None
    """Directory of another fact base; the built-in one if unset."""
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.TEXT

    @field_validator("api_url")
    @classmethod
    def _http(cls, address: str) -> str:
        if not address.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        if not _host(address):
            raise ValueError("names no host")
        return address.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _https(cls, address: str | None) -> str | None:
        if address is not None and not _host(address):
            raise ValueError("names no host")
        if address is not None and not address.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("must start with https://, Telegram posts nowhere else")
        return address

    @field_validator("webhook_secret")
    @classmethod
    def _telegram_takes(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
            raise ValueError("must be 1 to 256 letters, digits, _ and -")
        return secret

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, address: str | None) -> str | None:
        if address is not None and not re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}", address):
            raise ValueError("must be host:port, for example 127.0.0.1:8080")
        return address

    @field_validator("token", mode="before")
    @classmethod
    def _bare(cls, token: object) -> object:
        # A file or a copied line brings a line end along.
        return token.strip() or None if isinstance(token, str) else token

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level


def _host(address: str) -> str | None:
    """The host that an address names, or None if it names none."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def read_settings() -> Settings:
    """Settings from the environment.

    Raises:
        ConfigurationError: one line for each variable with a value that cannot be; the value is not
            repeated, it may be a secret.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"BOT_{str(detail['loc'][0]).upper()}: {detail['msg'].removeprefix('Value error, ')}"
            for detail in error.errors(include_url=False, include_input=False)
        ]
        raise ConfigurationError("\n".join(lines)) from None


def demand_token(settings: Settings) -> str:
    """The token. Raises ConfigurationError where there is none."""
    if settings.token is None:
        raise ConfigurationError(
            "BOT_TOKEN is not set: get a token from @BotFather in Telegram, then `export BOT_TOKEN=...`"
        )
    return settings.token.get_secret_value()
