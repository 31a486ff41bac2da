"""The moment by which a stop is over."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stopping:
    """How long a stop may take, in seconds: everything together less than the ten that operators are promised.

    Attributes:
        in_all: until everything is closed, or left as it is.
        answering: of these, for what is held.
        acknowledging: of these, for telling Telegram what has been answered.
    """

    in_all: float = 9.0
    answering: float = 7.0
    acknowledging: float = 1.0


class Deadline:
    """So many seconds from when it begins; whoever does a part of the work is given what is left of them."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = math.inf

    def begin(self) -> None:
        """The time runs from now on; only the first time counts."""
        if self._end == math.inf:
            self._end = _now() + self._seconds

    @property
    def left(self) -> float:
        """Seconds that are left: infinitely many before it begins, none when it is over."""
        return max(0.0, self._end - _now())


def _now() -> float:
    return asyncio.get_running_loop().time()
