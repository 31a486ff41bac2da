"""A number for each update that no other one has, also on another server or after numbers began anew.

Telegram's own number alone is not enough to remember an update by: it begins somewhere else after a quiet
week, and a test server counts from the same start every time. A question that merely has the number of one
answered before must not go unanswered.
"""

from __future__ import annotations

from zlib import crc32

from telegram import Update

SPAN = 2**32
"""Marks that one number of Telegram's can have; marks are in the order of these numbers."""


def mark_of(update: Update) -> int:
    """The same for an update whenever it is delivered; the update must belong to a bot."""
    bot = update.get_bot()
    server = bot.base_url.removesuffix(bot.token)
    return update.update_id * SPAN + crc32(f"{server} {_stamp(update)}".encode())


def _stamp(update: Update) -> object:
    """What Telegram stamped it with: its number of the query, or when the message was written and changed."""
    query = update.callback_query or update.inline_query
    if query is not None:
        return query.id
    message = update.effective_message
    if message is None:
        return None
    changed = message.edit_date or message.date
    return (message.message_id, message.date.timestamp(), changed.timestamp())
