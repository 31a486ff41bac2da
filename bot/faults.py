"""What an error means for the update that met it, and how long to pause before the next try."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from random import SystemRandom

from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

TOKEN_REFUSED = "Telegram refuses BOT_TOKEN: check it with @BotFather"  # noqa: S105 -- a sentence about it
NOT_FROM_TELEGRAM = "the answer is not one of the Bot API"
"""Text of the error for an answer that cannot be read: the page of a gateway, half a body."""

_NOBODY_THERE = (
    "chat not found",
    "bot was kicked",
    "bot is not a member",
    "group chat was deactivated",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_send_",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
    "message to be replied not found",
    "user is deactivated",
    "peer_id_invalid",
    "query is too old",
)
"""How Telegram says that what is sent can reach nobody (any more)."""
_OURS = (ValueError, TypeError, LookupError, AttributeError)
"""Errors of our own making that the library wraps into one of the network."""


class Fault(StrEnum):
    """Kinds of errors that call for different things; the values are labels of the metrics."""

    NETWORK = "network"
    """Telegram was not reached, is in trouble itself, or something in between answered: try again."""
    FLOOD = "flood"
    """Telegram asks to wait: wait, then try again."""
    GONE = "gone"
    """There is nobody to answer: drop it."""
    TOKEN = "token"  # noqa: S105 -- a label, no secret
    """Telegram does not know the token: nothing will ever work."""
    CONFLICT = "conflict"
    """Somebody else fetches the updates."""
    MISTAKE = "mistake"
    """Our own: it will most likely happen again."""


def fault_of(error: Exception) -> Fault:
    """Which kind of fault an error of a call or of a handler is."""
    match error:
        case RetryAfter():
            fault = Fault.FLOOD
        case TelegramError() if _foreign(error):
            fault = Fault.NETWORK
        case InvalidToken(message="Unauthorized"):
            # Other words stand for a malformed token, but also for a method that a server does not have.
            fault = Fault.TOKEN
        case Conflict():
            fault = Fault.CONFLICT
        case Forbidden():
            fault = Fault.GONE
        case BadRequest():
            said = error.message.lower()
            fault = Fault.GONE if any(words in said for words in _NOBODY_THERE) else Fault.MISTAKE
        case NetworkError() if not isinstance(error.__cause__, _OURS):
            fault = Fault.NETWORK
        case _:
            fault = Fault.MISTAKE
    return fault


def in_words(error: Exception) -> str:
    """Why a call failed, in a word or a few, for the log: nothing of what was sent or answered."""
    if not isinstance(error, TelegramError) or error.message == NOT_FROM_TELEGRAM:
        # What is not an error of the library was raised by reading an answer that has another shape.
        return NOT_FROM_TELEGRAM
    return str(fault_of(error))


def is_refusal(error: Exception) -> bool:
    """Whether Telegram refuses the token, said of a method that every server has, as getMe.

    A token that cannot be one at all is "not found".
    """
    return isinstance(error, InvalidToken) and not _foreign(error)


def _foreign(error: BaseException | None) -> bool:
    """Whether it came with a page instead of Telegram's words, so that its status means nothing."""
    return isinstance(error, TelegramError) and (error.message == NOT_FROM_TELEGRAM or _foreign(error.__cause__))


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    with warnings.catch_warnings():
        # The library announces that the type will change; both are understood here.
        warnings.simplefilter("ignore")
        after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


@dataclass(frozen=True, slots=True)
class Pauses:
    """Pauses between tries, in seconds: each up to twice as long as the one before.

    Args:
        first: upper bound of the first.
        longest: upper bound of all.
        within: chooses a number between two, so that what failed together is not tried again together.
    """

    first: float = 0.5
    longest: float = 30.0
    within: Callable[[float, float], float] = SystemRandom().uniform

    def after(self, failures: int) -> float:
        """The pause after so many failures in a row, at least one."""
        full = min(self.longest, self.first * 2.0 ** min(failures - 1, 30))
        return self.within(full / 2, full)
