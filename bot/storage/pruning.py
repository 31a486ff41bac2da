"""What is too old to be kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.marks import SPAN
from bot.storage.tables import answered_update, unanswered

UNANSWERED_DAYS = 90
UPDATE_DAYS = 2
"""For so many days an answered update counts. Telegram delivers none again that is older than one day, and may
begin with other numbers after a quiet week: an old number must not keep a new question from being answered."""
KEPT_UPDATES = 10_000
"""How far below the highest number answered updates are kept."""

Today = Callable[[], date]


def utc_today() -> date:
    """The day it is in Greenwich."""
    return datetime.now(UTC).date()


def oldest_update_day(today: date) -> date:
    """The first day whose answered updates count."""
    return today - timedelta(days=UPDATE_DAYS)


class Pruning:
    """Deletes what is too old, a piece at a time, so that nothing waits for long.

    With `keep_unanswered` off, every unanswered question is too old.
    """

    def __init__(self, today: Today, *, bot: int, keep_unanswered: bool) -> None:
        self._today = today
        self._bot = bot
        self._days = UNANSWERED_DAYS if keep_unanswered else 0

    async def __call__(self, connection: AsyncConnection) -> bool:
        """Delete a piece of it, in the transaction that the connection is in. Returns whether there may be more."""
        today = self._today()
        too_old = unanswered.c.day <= today - timedelta(days=self._days)
        oldest = select(func.min(unanswered.c.day)).where(too_old).scalar_subquery()
        questions = await connection.execute(delete(unanswered).where(unanswered.c.day == oldest))
        await connection.execute(delete(answered_update).where(answered_update.c.day < oldest_update_day(today)))
        ours = answered_update.c.bot == self._bot
        newest = select(func.max(answered_update.c.id)).where(ours).scalar_subquery()
        await connection.execute(
            delete(answered_update).where(and_(ours, answered_update.c.id <= newest - KEPT_UPDATES * SPAN))
        )
        return questions.rowcount > 0
