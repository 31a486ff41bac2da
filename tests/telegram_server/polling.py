"""The queue of updates, and getUpdates as Telegram does it."""

from __future__ import annotations

import asyncio

from tests.telegram_server.observing import KINDS
from tests.telegram_server.records import ApiError, Json, bad_request

ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LONGEST_POLL = 50
OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class UpdateQueue:
    """Updates that the bot has not acknowledged, oldest first.

    Attributes:
        pending: these updates.
        allowed: the kinds that are queued at all; the bot may change them.
        webhook_active: getUpdates is refused.
    """

    def __init__(self) -> None:
        self.pending: list[Json] = []
        self.allowed = KINDS - ON_REQUEST
        self.allowed_as_given: list[str] = []
        self.webhook_active = False
        self.closed = False
        self._last_id = 0
        self._poll: asyncio.Future[bool] | None = None
        self._changed = asyncio.Event()

    def add(self, kind: str, update: Json) -> bool:
        """Queue an update, unless the bot does not want its kind; false if it was left out.

        Raises:
            ValueError: its update_id is not greater than all before.
        """
        if update["update_id"] <= self._last_id:
            raise ValueError(f"update_id {update['update_id']} is not greater than {self._last_id}")
        self._last_id = update["update_id"]
        if kind not in self.allowed:
            return False
        self.pending.append(update)
        self._wake(True)
        return True

    def allow(self, kinds: list[str] | None) -> None:
        """Take over `allowed_updates`: nothing changes without it, an empty list means the usual kinds."""
        if kinds is None:
            return
        if unknown := set(kinds) - KINDS:
            raise bad_request(f"unknown update type {min(unknown)} in allowed_updates")
        self.allowed = frozenset(kinds) or KINDS - ON_REQUEST
        self.allowed_as_given = kinds

    def acknowledge(self, offset: int) -> None:
        """Forget the updates below the offset; with a negative one all but that many of the newest."""
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset > 0:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]

    def remove(self, update: Json) -> None:
        """Forget one update, since the webhook took it."""
        self.pending = [other for other in self.pending if other is not update]

    def close(self) -> None:
        """End the poll under way with no updates, and all that come later."""
        self.closed = True
        self._wake(True)

    async def changed(self) -> None:
        """Wait until an update is queued or the queue is closed."""
        self._changed.clear()
        await self._changed.wait()

    def _wake(self, result: bool) -> None:
        self._changed.set()
        if self._poll and not self._poll.done():
            self._poll.set_result(result)

    async def poll(self, params: Json) -> list[Json]:
        """GetUpdates; a poll under way ends with a conflict when another begins.

        Raises:
            ApiError: 409, there is a webhook or another poll; 400, a parameter is out of range.
        """
        limit, timeout = params.get("limit", 100), params.get("timeout", 0)
        if not 1 <= limit <= 100:
            raise bad_request("limit must be between 1 and 100")
        if timeout < 0:
            raise bad_request("timeout must not be negative")
        if self.webhook_active:
            raise ApiError(409, WEBHOOK_SET)
        self._wake(False)
        self.allow(params.get("allowed_updates"))
        self.acknowledge(params.get("offset", 0))
        if not self.pending and timeout and not self.closed:
            await self._wait(min(timeout, LONGEST_POLL))
        return self.pending[:limit]

    async def _wait(self, seconds: float) -> None:
        poll = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            if not await asyncio.wait_for(poll, seconds):
                raise ApiError(409, WEBHOOK_SET if self.webhook_active else OTHER_POLL)
        except TimeoutError:
            return

    def set_webhook_active(self, active: bool) -> None:
        """Note that a webhook was set, which ends a poll under way, or that there is none."""
        self.webhook_active = active
        self._wake(not active)
