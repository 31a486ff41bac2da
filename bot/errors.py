"""Errors of the process that the operator can do something about.

BotError
├── ConfigurationError   a setting is missing or cannot be
└── TokenRefusedError    Telegram does not know the token
"""

from __future__ import annotations


class BotError(Exception):
    """Root; the text is one clear line for the operator, and ends the process with exit code 2."""


class ConfigurationError(BotError):
    """A setting is missing or cannot be."""


class TokenRefusedError(BotError):
    """Telegram does not know the token."""
