"""Settings from the environment, read in this one place.

Every variable starts with `BOT_`. Secrets are never printed or logged.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import SecretStr, ValidationError, field_validator
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


class Settings(BaseSettings):
    """What an operator can set."""

    model_config = SettingsConfigDict(env_prefix="BOT_", frozen=True, env_ignore_empty=True)

    token: SecretStr | None = None
    """Token from BotFather; only `run` needs it."""
    api_url: str = "https://api.telegram.org"
    """Base address of the Bot API; another one for a local Bot API server."""
    facts: Path | None = None
    """Directory of another fact base; the built-in one if unset."""
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.TEXT

    @field_validator("api_url")
    @classmethod
    def _http(cls, address: str) -> str:
        if not address.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return address.rstrip("/")

    @field_validator("token", mode="before")
    @classmethod
    def _bare(cls, token: object) -> object:
        # A file or a copied line brings a line end along.
        return token.strip() or None if isinstance(token, str) else token

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level


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
