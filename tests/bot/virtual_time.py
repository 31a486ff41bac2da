"""An event loop on which waiting takes no time: whenever nothing else is left to do, its clock jumps ahead."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

_TURN = 1e-9
"""Seconds that a turn of the loop takes; without it, what is rounded to "now" would be tried for ever."""


class _Jumping(selectors.SelectSelector):
    """Never waits for anything, but adds up how long it would have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits, and nothing will ever happen")
        self.now += max(_TURN, timeout)
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def run_virtually(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine with a clock that starts at 0; there can be no network in it."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work)


def now() -> float:
    """The time on the loop that runs this."""
    return asyncio.get_running_loop().time()
