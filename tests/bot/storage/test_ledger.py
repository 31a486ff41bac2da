"""The ledger of answered updates, on both kinds of database."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event

from bot.health import Part
from bot.marks import SPAN
from bot.storage.ledger import AT_ONCE
from bot.storage.pruning import KEPT_UPDATES, UPDATE_DAYS
from bot.storage.storage import bot_number
from bot.storage.tables import answered_update
from tests.bot.storage.support import TODAY, Place

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
BOT = 110201543
CALLERS = 32


async def test_what_was_answered_is_known_after_a_restart(place: Place) -> None:
    async with place.opened(token=TOKEN) as storage:
        assert await storage.ledger.known([5, 6, 7]) == frozenset()
        await storage.ledger.note(5)
        await storage.ledger.note(7)
        assert await storage.ledger.known([5, 6, 7]) == {5, 7}
    async with place.opened(token=TOKEN) as storage:
        assert await storage.ledger.known([5, 6, 7]) == {5, 7}
        assert await storage.ledger.known([]) == frozenset()
    assert await place.rows(answered_update) == [(BOT, 5, TODAY), (BOT, 7, TODAY)]


async def test_who_polls_alone_looks_only_for_numbers_that_were_noted_before(sqlite: Place) -> None:
    async with sqlite.opened(transport="polling") as storage:
        await storage.ledger.note(7)
    async with sqlite.opened(transport="polling") as storage:
        asked: list[str] = []
        engine = storage._database._engine.sync_engine
        event.listen(
            engine, "before_cursor_execute", lambda *args: asked.extend([args[2]] * args[2].startswith("SELECT"))
        )
        assert await storage.ledger.known([6, 7, 8]) == {7}
        assert len(asked) == 2, "the highest, then those up to it"
        assert await storage.ledger.known([8, 9]) == frozenset()
        await storage.ledger.note(8)
        assert await storage.ledger.known([8, 9]) == {8}
        assert len(asked) == 2


async def test_behind_a_webhook_others_may_note_as_well(place: Place) -> None:
    settings: dict[str, Any] = {
        "transport": "webhook", "webhook_url": "https://bot.test/", "webhook_secret": "s" * 32
    }  # fmt: skip
    async with place.opened(**settings) as one, place.opened(**settings) as other:
        assert await one.ledger.known([5]) == frozenset()
        await other.ledger.note(5)
        assert await one.ledger.known([5]) == {5}


async def test_on_return_a_note_is_committed(place: Place) -> None:
    async with place.opened() as storage:
        for number in (3, 1, 2):
            await storage.ledger.note(number)
            assert (0, number, TODAY) in await place.rows(answered_update)


async def test_what_the_keeper_was_told_before_is_committed_with_it(place: Place) -> None:
    async with place.opened() as storage:
        await storage.keeper.vote("turnout", helpful=True)
        await storage.ledger.note(1)
        everything = await place.everything()
    assert everything["feedback"] == [("turnout", 1, 0)]
    assert len(everything["answered_update"]) == 1


async def test_an_update_noted_twice_is_one_row(place: Place) -> None:
    async with place.opened() as storage:
        await asyncio.gather(*(storage.ledger.note(5) for _ in range(3)))
        await storage.ledger.note(5)
    assert await place.rows(answered_update) == [(0, 5, TODAY)]


async def test_notes_of_the_same_moment_share_a_commit(sqlite: Place) -> None:
    async with sqlite.opened() as storage:
        await storage.ledger.note(0)
        commits = count()
        event.listen(storage._database._engine.sync_engine, "commit", lambda _: next(commits))
        numbers = iter(range(1, 1001))

        async def caller() -> None:
            for number in numbers:
                await storage.ledger.note(number)

        await asyncio.gather(*(caller() for _ in range(CALLERS)))
        assert next(commits) <= 2 * 1000 / CALLERS
    assert len(await sqlite.rows(answered_update)) == 1001


async def test_another_process_sees_what_was_answered(place: Place) -> None:
    async with place.opened() as one, place.opened() as other:
        await one.ledger.note(5)
        assert await other.ledger.known([4, 5, 6]) == {5}


async def test_many_processes_note_at_the_same_time(place: Place) -> None:
    async with place.opened() as one, place.opened() as other, place.opened() as third:
        storages = (one, other, third)
        await asyncio.gather(*(storage.ledger.note(n) for n in range(300) for storage in storages))
        assert Part.DATABASE not in place.health.problems
    assert len(await place.rows(answered_update)) == 300


async def test_numbers_are_each_bots_own(place: Place) -> None:
    async with place.opened(token=TOKEN) as one, place.opened(token="5:x") as other:
        await one.ledger.note(5)
        assert await other.ledger.known([5]) == frozenset()


@pytest.mark.parametrize("restarted", [True, False])
async def test_after_a_quiet_week_numbers_may_come_again(place: Place, restarted: bool) -> None:
    async with place.opened() as storage:
        await storage.ledger.note(5)
        place.today.wait(UPDATE_DAYS)
        assert await storage.ledger.known([5]) == {5}
        if not restarted:
            place.today.wait(6)
            assert await storage.ledger.known([5]) == frozenset()
            await storage.ledger.note(5)
            assert await storage.ledger.known([5]) == {5}
            assert await place.rows(answered_update) == [(0, 5, place.today.day)]
            return
    place.today.wait(6)
    async with place.opened() as storage:
        assert await storage.ledger.known([5]) == frozenset()
        await storage.ledger.note(6)
    assert await place.rows(answered_update) == [(0, 6, place.today.day)]


async def test_only_the_newest_numbers_are_kept(place: Place) -> None:
    async with place.opened(token="5:x") as storage:
        await storage.ledger.note(3)
    async with place.opened(token=TOKEN) as storage:
        for number in (1, 2, 3, KEPT_UPDATES + 2):
            await storage.ledger.note(number * SPAN)
    async with place.opened(token=TOKEN):
        pass  # it looks for what is too old when it starts
    kept = [(bot, number) for bot, number, _ in await place.rows(answered_update)]
    assert kept == [(5, 3), (BOT, 3 * SPAN), (BOT, (KEPT_UPDATES + 2) * SPAN)]


async def test_many_numbers_and_impossible_ones(sqlite: Place) -> None:
    async with sqlite.opened() as storage:
        await storage.ledger.note(2**63)
        await storage.ledger.note(2 * AT_ONCE)
        asked = [*range(3 * AT_ONCE), 2**63, -(2**70)]
    async with sqlite.opened() as storage:
        assert await storage.ledger.known(asked) == {2 * AT_ONCE}


async def test_before_the_start_nothing_is_waited_for_and_nothing_is_lost(place: Place) -> None:
    storage = place.storage()
    await storage.ledger.note(5)
    assert await storage.ledger.known([5, 6]) == {5}
    await storage.start()
    await storage.close()
    assert await place.rows(answered_update) == [(0, 5, TODAY)]


def test_the_number_of_the_bot_is_the_public_part_of_its_token(sqlite: Place) -> None:
    assert bot_number(sqlite.settings(token=TOKEN)) == BOT
    for token in (None, "x:y", "123", ":", "9" * 30 + ":x"):
        assert bot_number(sqlite.settings(token=token)) in {0, 123}
