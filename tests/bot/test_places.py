"""Few updates are half done at a time, but none that waits, or is slow, is in the way of the others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter, TelegramError

from bot.flood import FloodControl
from bot.places import Places
from bot.sent import Result, SentCalls, SentOnce
from tests.bot.virtual_time import now, run_virtually

ANNA, BORIS = 1, 2


async def test_a_place_is_taken_once_and_left_once() -> None:
    places = Places(1)
    first, second = places.place(), places.place()
    await first.take()
    await first.take()
    waiting = asyncio.create_task(second.take())
    await asyncio.sleep(0)
    assert not waiting.done()
    first.leave()
    first.leave()
    await waiting
    third = asyncio.create_task(places.place().take())
    await asyncio.sleep(0)
    assert not third.done()
    second.leave()
    await third


class Office:
    """Sends through limits with a single place; `errors` come first, then the call takes `seconds`."""

    def __init__(self, errors: dict[int, list[TelegramError]], seconds: Callable[[int], float]) -> None:
        self.done: dict[int, float] = {}
        self._limiter = SentOnce(FloodControl())
        self._places = Places(1)
        self._errors = errors
        self._seconds = seconds

    async def send(self, chat: int) -> None:
        async def call(_: str, data: dict[str, Any]) -> Result:
            if left := self._errors.get(data["chat_id"]):
                raise left.pop()
            await asyncio.sleep(self._seconds(data["chat_id"]))
            return True

        place, data = self._places.place(), {"chat_id": chat}
        with SentCalls(place).at_work():
            await self._limiter.process_request(call, ("sendMessage", data), {}, "sendMessage", data, None)
        place.leave()
        self.done[chat] = round(now(), 3)


def test_who_is_asked_to_wait_has_no_place() -> None:
    async def work() -> dict[int, float]:
        office = Office({ANNA: [RetryAfter(timedelta(seconds=7))]}, lambda _: 0.5)
        await asyncio.gather(office.send(ANNA), office.send(BORIS))
        return office.done

    assert run_virtually(work()) == {BORIS: 0.5, ANNA: 7.5}


def test_who_takes_long_loses_the_place() -> None:
    async def work() -> dict[int, float]:
        office = Office({}, lambda chat: 20.0 if chat == ANNA else 0.5)
        await asyncio.gather(office.send(ANNA), office.send(BORIS))
        return office.done

    assert run_virtually(work()) == {BORIS: 1.5, ANNA: 20.0}
