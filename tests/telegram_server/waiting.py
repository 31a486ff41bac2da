"""Waits for calls that have not come yet."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

from tests.telegram_server.records import Call

Predicate = Callable[[Call], bool]


class Waiting:
    """Who waits for which call."""

    def __init__(self) -> None:
        self._waiters: list[tuple[Predicate, asyncio.Future[Call]]] = []

    def tell(self, call: Call) -> None:
        """Let those go on who wait for such a call."""
        for predicate, future in self._waiters:
            if not future.done():
                try:
                    if predicate(call):
                        future.set_result(call)
                except Exception as error:  # noqa: BLE001 -- it is the waiter's, who shall see it
                    future.set_exception(error)

    async def wait(self, predicate: Predicate, timeout: float, calls: Sequence[Call]) -> Call:  # noqa: ASYNC109 -- tests read better so
        """The next call that fits.

        Raises:
            TimeoutError: none came in time; the text says what came instead.
        """
        future: asyncio.Future[Call] = asyncio.get_running_loop().create_future()
        waiter = (predicate, future)
        self._waiters.append(waiter)
        try:
            return await asyncio.wait_for(future, timeout)
        except TimeoutError:
            errors = [f"{call.method}: {call.error}" for call in calls if call.error][-5:]
            counts = dict(Counter(call.method for call in calls))
            raise TimeoutError(f"no such call within {timeout} s; calls: {counts}, last errors: {errors}") from None
        finally:
            self._waiters.remove(waiter)
