"""Turns are taken in order within a lane, and side by side otherwise."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from bot.lanes import Lanes
from tests.bot.virtual_time import run_virtually


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 5)), max_size=30))
def test_each_lane_keeps_its_order_and_none_waits_for_another(visits: list[tuple[int, float]]) -> None:
    lanes, inside, done = Lanes(), set[int](), defaultdict[int, list[int]](list)

    async def visit(number: int, lane: int, seconds: float) -> None:
        async with lanes.turn(lane):
            assert lane not in inside
            inside.add(lane)
            await asyncio.sleep(seconds)
            inside.remove(lane)
            done[lane].append(number)

    async def all_visits() -> float:
        await asyncio.gather(*(visit(number, lane, seconds) for number, (lane, seconds) in enumerate(visits)))
        return asyncio.get_running_loop().time()

    took = run_virtually(all_visits())
    alone = defaultdict[int, float](float)
    for lane, seconds in visits:
        alone[lane] += seconds
    assert all(numbers == sorted(numbers) for numbers in done.values())
    assert sum(map(len, done.values())) == len(visits)
    assert abs(took - max(alone.values(), default=0.0)) < 0.001
    assert len(lanes) == 0


async def test_who_gives_up_waiting_leaves_the_lane_to_the_next() -> None:
    lanes, gate = Lanes(), asyncio.Event()

    async def visit() -> None:
        async with lanes.turn("lane"):
            await gate.wait()

    first, second, third = (asyncio.create_task(visit()) for _ in range(3))
    await asyncio.sleep(0)
    second.cancel()
    gate.set()
    await asyncio.gather(first, third)
    assert second.cancelled()
    assert len(lanes) == 0
