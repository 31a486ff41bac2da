"""Telegram's limits: messages in a group are spread beforehand, and "too many requests" is obeyed.

Telegram takes about 20 messages a minute in one group and 30 a second in all. The second limit is only kept
once Telegram insists: a server of one's own has none.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections import deque
from dataclasses import dataclass
from typing import Any

from aiolimiter import AsyncLimiter
from cachetools import TLRUCache, TTLCache
from telegram.error import ChatMigrated, RetryAfter
from telegram.ext import BaseRateLimiter
from typing_extensions import override

from bot.faults import Fault, seconds_to_wait
from bot.sent import Callback, Result
from bot.watching import DeliveryObserver, NothingWatched

logger = logging.getLogger(__name__)

_SPREAD = ("send", "copy", "forward", "edit")
"""How the methods begin that put something into a chat."""
_NOT_SPREAD = frozenset({"sendChatAction"})
_REMEMBERED = 10_000
"""Chats that limits are remembered of at the same time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How calls are spread.

    Attributes:
        group: messages that go to a group at most ...
        group_seconds: ... within any stretch of this length, a little more than Telegram's minute.
        signs: in so many chats Telegram must ask to wait for it to mean the whole bot ...
        signs_seconds: ... within this time.
        overall: calls a second that then go out at most ...
        overall_seconds: ... for so long after the last sign.
    """

    group: int = 20
    group_seconds: float = 61.0
    signs: int = 3
    signs_seconds: float = 1.0
    overall: int = 30
    overall_seconds: float = 60.0


class _Turns:
    """Lets so many through within any stretch of time, the first of them at once, in the order they came."""

    def __init__(self, most: int, seconds: float) -> None:
        self._taken: deque[float] = deque(maxlen=most)
        self._seconds = seconds
        self._queue = asyncio.Lock()

    async def take(self) -> None:
        """Wait for a turn."""
        async with self._queue:
            if len(self._taken) == self._taken.maxlen and (wait := self._taken[0] + self._seconds - _now()) > 0:
                await asyncio.sleep(wait)
            self._taken.append(_now())


class FloodControl(BaseRateLimiter[None]):
    """Holds a call back until it may go out, and makes it again for as long as Telegram asks to wait.

    A wait is kept for the chat of the call that was refused; other chats go on. Calls that belong to no
    chat, such as answers to buttons and inline queries, wait for nothing but themselves.
    """

    def __init__(self, observer: DeliveryObserver | None = None, limits: Limits | None = None) -> None:
        self._observer = observer or NothingWatched()
        self._limits = limits or Limits()
        # Turns that nobody has taken for this long are all over, so new ones are as good.
        self._groups: TTLCache[object, _Turns] = TTLCache(_REMEMBERED, 2 * self._limits.group_seconds, _now)
        self._waits: TLRUCache[object, float] = TLRUCache(_REMEMBERED, lambda _, until, __: until, _now)
        self._signs: deque[tuple[float, object]] = deque(maxlen=_REMEMBERED)
        # One at a time, so that within any second no more go out than the limit.
        self._overall = AsyncLimiter(1, 1 / (self._limits.overall - 1))
        self._overall_until = -math.inf

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @override
    async def process_request(
        self,
        callback: Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Result:
        """Make the call when it may go out. Raises what the call raises, but for being asked to wait."""
        moved = False
        while True:
            chat = data.get("chat_id")
            if chat is not None:
                await self._turn(endpoint, chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                seconds = seconds_to_wait(error)
                self._refused(endpoint if chat is None else chat, seconds)
                if chat is None:
                    await asyncio.sleep(seconds)
                else:
                    self._waits[chat] = _now() + seconds
            except ChatMigrated as error:
                if moved:
                    raise
                moved = True
                data["chat_id"] = error.new_chat_id

    async def _turn(self, endpoint: str, chat: object) -> None:
        if (wait := self._waits.get(chat, 0.0) - _now()) > 0:
            await asyncio.sleep(wait)
        if _now() < self._overall_until:
            await self._overall.acquire()
        if _is_group(chat) and endpoint.startswith(_SPREAD) and endpoint not in _NOT_SPREAD:
            await self._turns(chat).take()

    def _turns(self, chat: object) -> _Turns:
        turns = self._groups.get(chat) or _Turns(self._limits.group, self._limits.group_seconds)
        self._groups[chat] = turns  # also when they were there, so that their time begins anew
        return turns

    def _refused(self, where: object, seconds: float) -> None:
        """Note that Telegram asks to wait; if it does so in many chats at once, it means the whole bot."""
        self._observer.telegram_error(Fault.FLOOD)
        now = _now()
        self._signs.append((now, where))
        while self._signs[0][0] < now - self._limits.signs_seconds:
            self._signs.popleft()
        if len({where for _, where in self._signs}) < self._limits.signs:
            logger.info("Telegram asks to wait %.0f s in one chat", seconds)
            return
        if now >= self._overall_until:
            logger.warning(
                "Telegram asks to wait in many chats: at most %d calls a second for a while", self._limits.overall
            )
        self._overall_until = now + self._limits.overall_seconds


def _now() -> float:
    return asyncio.get_running_loop().time()


def _is_group(chat: object) -> bool:
    """Whether this is a group or a channel: a negative number, or a name."""
    try:
        return int(str(chat)) < 0
    except ValueError:
        return True
