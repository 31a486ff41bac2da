"""Long polling: nothing is acknowledged before it has been answered, each chat in order, chats side by side.

The real bot class talks to the stand-in server over HTTP; only the handling of updates is the test's own.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import pairwise

import pytest
from telegram import Update

from bot.app import ALLOWED_UPDATES
from bot.telegram_client import TelegramBot
from bot.trying import Persistence
from tests.bot.polling_support import BRIEF, FETCHING, Handled, delivery_to, polling, until
from tests.telegram_server import TelegramServer
from tests.telegram_server.people import user

ANNA, BORIS = user(1), user(2)


def polls(server: TelegramServer) -> list[object]:
    """The offsets of all requests for updates."""
    return [call.params.get("offset") for call in server.called("getUpdates")]


async def test_an_update_is_acknowledged_only_after_it_was_handled(server: TelegramServer, bot: TelegramBot) -> None:
    handled = Handled()
    handled.gate.clear()
    async with polling(bot, handled):
        update = server.updates.private_text("one", ANNA)
        server.push(update)
        await handled.until(lambda: handled.begun == ["one"])
        await bot.get_me()  # long enough for another request for updates to come
        assert server.pending == [update]
        assert set(polls(server)) <= {None, update["update_id"]}, "nobody asks for more before this one is done"
        handled.gate.set()
        await handled.until(lambda: handled.texts == ["one"])
    assert polls(server)[-1] == update["update_id"] + 1
    assert server.pending == []
    assert handled.texts == ["one"]


async def test_only_kinds_that_have_a_handler_are_asked_for(server: TelegramServer, bot: TelegramBot) -> None:
    async with polling(bot, Handled()):
        server.push(server.updates.private_text("one", ANNA))
        call = await server.wait_for(lambda call: call.method == "getUpdates")
    assert call.params["allowed_updates"] == list(ALLOWED_UPDATES)
    assert {"message", "edited_message", "channel_post", "inline_query", "callback_query"} < set(ALLOWED_UPDATES)


async def test_messages_of_a_chat_are_handled_one_after_another(server: TelegramServer, bot: TelegramBot) -> None:
    texts = [f"message {number}" for number in range(12)]
    for text in texts:
        server.push(server.updates.private_text(text, ANNA))
    running: list[int] = []

    async def handle(update: Update) -> None:
        assert update.message is not None
        running.append(update.update_id)
        assert len(running) == 1
        await asyncio.sleep(0)
        running.pop()
        await handled(update)

    handled = Handled()
    async with polling(bot, handle):
        await handled.until(lambda: len(handled.texts) == len(texts))
    assert handled.texts == texts


async def test_chats_do_not_wait_for_each_other(server: TelegramServer, bot: TelegramBot) -> None:
    boris_answered = asyncio.Event()
    handled = Handled()

    async def handle(update: Update) -> None:
        assert update.message is not None
        if update.message.chat_id == ANNA["id"]:
            await asyncio.wait_for(boris_answered.wait(), 5)
        else:
            boris_answered.set()
        await handled(update)

    for who, text in ((ANNA, "first"), (BORIS, "second")):
        server.push(server.updates.private_text(text, who))
    async with polling(bot, handle):
        await handled.until(lambda: len(handled.texts) == 2)
    assert handled.texts == ["second", "first"]


async def test_no_more_answers_are_on_their_way_at_once_than_allowed(server: TelegramServer, bot: TelegramBot) -> None:
    server.fail("sendMessage", "delay", 3, seconds=0.3)
    for number in range(8):
        server.push(server.updates.private_text(str(number), user(number + 1)))
    handled = Handled()

    async def handle(update: Update) -> None:
        assert update.message is not None
        await update.message.reply_text("an answer")
        await handled(update)

    async with polling(bot, delivery_to(handle, persistence=Persistence(pauses=BRIEF, at_once=3))):
        await until(lambda: not server.faults.waiting)
        await bot.get_me()
        assert server.called("sendMessage") == []
        await handled.until(lambda: len(handled.texts) == 8)
    assert sorted(handled.texts) == [str(number) for number in range(8)]


async def test_stopping_finishes_what_is_held_and_acknowledges_it(server: TelegramServer, bot: TelegramBot) -> None:
    handled = Handled()
    handled.gate.clear()
    for text in ("one", "two", "three"):
        server.push(server.updates.private_text(text, ANNA))
    async with polling(bot, handled) as poller:
        await handled.until(lambda: handled.begun == ["one"])
        poller.stop()
        later = server.updates.private_text("later", BORIS)
        server.push(later)
        handled.gate.set()
    assert handled.texts == ["one", "two", "three"]
    assert server.pending == [later], "what was not fetched is left for the next start"


async def test_stopping_while_there_is_nothing_to_do_does_not_wait_for_the_long_poll(
    server: TelegramServer, bot: TelegramBot
) -> None:
    async with polling(bot, Handled()) as poller:
        while server.queue._poll is None:  # noqa: ASYNC110 -- the server tells nobody of it
            await asyncio.sleep(0.005)
        poller.stop()
    assert server.pending == []


async def test_a_slow_chat_does_not_hold_up_the_others(server: TelegramServer, bot: TelegramBot) -> None:
    gate = asyncio.Event()
    handled = Handled()

    async def handle(update: Update) -> None:
        if update.effective_chat is not None and update.effective_chat.id == ANNA["id"]:
            await gate.wait()
        await handled(update)

    slow = server.updates.private_text("slow", ANNA)
    async with polling(bot, handle):
        server.push(slow)
        for number in range(3):
            server.push(server.updates.private_text(str(number), BORIS))
            await handled.until(lambda: len(handled.texts) > number)  # noqa: B023 -- awaited in the same turn
        last = server.updates.private_text("3", BORIS)
        server.push(last)
        await handled.until(lambda: handled.texts == ["0", "1", "2", "3"])
        assert slow in server.pending
        assert max(offset for offset in polls(server) if isinstance(offset, int)) <= slow["update_id"], (
            "never beyond it"
        )
        gate.set()
        await handled.until(lambda: handled.texts == ["0", "1", "2", "3", "slow"])
    assert server.pending == []
    assert polls(server)[-1] == last["update_id"] + 1


async def test_while_something_is_unanswered_it_asks_calmly(server: TelegramServer, bot: TelegramBot) -> None:
    handled = Handled()
    handled.gate.clear()
    async with polling(bot, handled, fetching=replace(FETCHING, patience=0.2)):
        server.push(server.updates.private_text("slow", ANNA))
        await handled.until(lambda: handled.begun == ["slow"])
        await server.wait_for(lambda call: call.method == "getUpdates" and call.params["timeout"] == 0)
        handled.gate.set()
        await handled.until(lambda: handled.texts == ["slow"])
        times = [call.time for call in server.called("getUpdates") if call.params["timeout"] == 0]
    assert all(later - earlier >= 0.19 for earlier, later in pairwise(times[:-1]))


async def test_stopping_cuts_off_what_takes_longer_than_the_grace(
    server: TelegramServer, bot: TelegramBot, caplog: pytest.LogCaptureFixture
) -> None:
    handled, gate = Handled(), asyncio.Event()

    async def handle(update: Update) -> None:
        if update.effective_chat is not None and update.effective_chat.id == BORIS["id"]:
            await gate.wait()
        await handled(update)

    updates = [server.updates.private_text(text, who) for text, who in (("1", ANNA), ("2", BORIS), ("3", ANNA))]
    for update in updates:
        server.push(update)
    async with polling(bot, handle, fetching=replace(FETCHING, grace=0.1)) as poller:
        await handled.until(lambda: handled.texts == ["1", "3"])
        poller.stop()
    assert server.pending == updates[1:], "acknowledged as far as there is nothing unanswered before it"
    assert "1 updates are left unanswered; they will be delivered again" in caplog.text
