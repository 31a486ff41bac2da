"""From the JSON that Telegram sends to an update that can be delivered."""

from __future__ import annotations

from typing import Any

from telegram import Bot, Update

from bot.lanes import lane_of
from bot.marks import mark_of


def read_update(data: dict[str, Any], bot: Bot) -> Update:
    """The update, of which all is known that delivery goes by: its mark and its lane.

    Whatever is odd about it raises, by an exception of any kind.
    """
    update = Update.de_json(data, bot)
    # The library takes over whatever stands there; a chat that is a list is in nobody's lane.
    mark_of(update)
    hash(lane_of(update))
    return update
