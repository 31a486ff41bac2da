"""A strict stand-in for Telegram's Bot API server, for tests of the real bot over real HTTP.

Contract: what Telegram's documentation forbids, this server refuses, with Telegram's status and, where it is
known, its wording. Where Telegram silently mends or drops something, this server refuses too, so that a test
hears of it. See `TelegramServer`.
"""

from tests.telegram_server.faults import Fault, Faults
from tests.telegram_server.limits import FloodLimits
from tests.telegram_server.records import ApiError, Call, Upload
from tests.telegram_server.server import TOKEN, TelegramServer
from tests.telegram_server.updates import Updates, entities_of

__all__ = [
    "TOKEN",
    "ApiError",
    "Call",
    "Fault",
    "Faults",
    "FloodLimits",
    "TelegramServer",
    "Updates",
    "Upload",
    "entities_of",
]
