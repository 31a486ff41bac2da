"""Telegram's flood limits, roughly: nobody outside knows them exactly."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable

from tests.telegram_server.records import ApiError, Json

SENDING = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup"})
GROUPS = ("group", "supergroup", "channel")


class Window:
    """At most `limit` messages within any `seconds`."""

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit = limit
        self.seconds = seconds
        self.times: deque[float] = deque()

    def wait(self, now: float, count: int) -> float:
        """How long to wait before this many more may be sent; 0 if they may be sent now."""
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        excess = len(self.times) + count - self.limit
        return self.times[min(excess, len(self.times)) - 1] + self.seconds - now if excess > 0 and self.times else 0.0

    def add(self, now: float, count: int) -> None:
        """Note that this many were sent."""
        self.times.extend([now] * count)


class FloodLimits:
    """30 messages a second in all, 20 a minute in one group, 1 a second in one chat with short bursts.

    Args:
        clock: gives seconds; a test may bring its own.
        burst: how many messages may go to one chat at once; as many seconds must pass on average.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, burst: int = 5) -> None:
        self.clock = clock
        self.burst = burst
        self.overall = Window(30, 1)
        self.chats: dict[int, Window] = {}
        self.groups: dict[int, Window] = {}

    def check(self, method: str, params: Json, chat: Json) -> None:
        """Count the messages that a call sends.

        Raises:
            ApiError: 429 with `retry_after`; then nothing is counted.
        """
        if method not in SENDING:
            return
        count = len(params["media"]) if method == "sendMediaGroup" else 1
        now = self.clock()
        windows = [self.overall, self.chats.setdefault(chat["id"], Window(self.burst, self.burst))]
        if chat["type"] in GROUPS:
            windows.append(self.groups.setdefault(chat["id"], Window(20, 60)))
        wait = max(window.wait(now, count) for window in windows)
        if wait > 0:
            seconds = math.ceil(wait)
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
        for window in windows:
            window.add(now, count)
