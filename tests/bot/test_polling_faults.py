"""Whatever Telegram or the network does, polling goes on; only a refused token ends it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Any

import pytest
from telegram import Update

from bot.errors import TokenRefusedError
from bot.faults import Pauses
from bot.health import Health, Part
from bot.polling import Poller
from bot.telegram_client import TelegramBot
from tests.bot.polling_support import FETCHING, Handled, delivery_to, polling, until
from tests.telegram_server import TelegramServer
from tests.telegram_server.faults import Kind
from tests.telegram_server.people import user

ANNA = user(1)
LONG_PAUSES = replace(FETCHING, pauses=Pauses(first=600.0, longest=600.0))
"""Waiting that long would be seen."""

FAULTS: list[tuple[Kind, str]] = [
    ("server_error", "network"),
    ("not_json", "network"),
    ("drop", "network"),
    ("bad_request", "mistake"),
    ("conflict", "another instance is polling"),
]


@pytest.mark.parametrize(("fault", "logged"), FAULTS)
async def test_faults_are_waited_out(
    server: TelegramServer, bot: TelegramBot, caplog: pytest.LogCaptureFixture, fault: Kind, logged: str
) -> None:
    server.fail("getUpdates", fault, 3)
    server.push(server.updates.private_text("a secret", ANNA))
    handled = Handled()
    with caplog.at_level(logging.INFO, logger="bot"):
        async with polling(bot, handled):
            await handled.until(lambda: handled.texts == ["a secret"])
    *records, last = [record for record in caplog.records if record.name == "bot.polling"]
    assert len(records) == 3
    assert all(logged in record.getMessage() for record in records)
    assert all(record.levelno >= logging.WARNING for record in records)
    assert (last.levelname, last.getMessage()) == ("INFO", "updates are fetched again")
    assert "secret" not in caplog.text
    assert server.token not in "".join(record.getMessage() for record in records)


async def test_pauses_grow_until_it_works_again(
    server: TelegramServer, bot: TelegramBot, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("getUpdates", "server_error", 4)
    handled = Handled()
    growing = replace(FETCHING, pauses=Pauses(first=0.02, longest=0.05, within=max))
    with caplog.at_level(logging.INFO, logger="bot"):
        async with polling(bot, handled, fetching=growing):
            server.push(server.updates.private_text("one", ANNA))
            await handled.until(lambda: handled.texts == ["one"])
            server.fail("getUpdates", "server_error", 1)
            server.push(server.updates.private_text("two", ANNA))
            await handled.until(lambda: handled.texts == ["one", "two"])
    pauses = [record.args[-1] for record in caplog.records if isinstance(record.args, tuple) and record.args]
    assert [pause for pause in pauses if isinstance(pause, float)] == [0.02, 0.04, 0.05, 0.05, 0.02]


async def test_flood_control_is_obeyed(
    server: TelegramServer, bot: TelegramBot, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("getUpdates", "flood", retry_after=1)
    server.push(server.updates.private_text("one", ANNA))
    handled = Handled()
    async with polling(bot, handled, fetching=LONG_PAUSES):
        await handled.until(lambda: handled.texts == ["one"])
    assert "Telegram asks to wait 1 s" in caplog.text


async def test_stopping_does_not_wait_for_the_end_of_a_pause(server: TelegramServer, bot: TelegramBot) -> None:
    server.fail("getUpdates", "server_error")
    async with polling(bot, Handled(), fetching=LONG_PAUSES):
        await server.wait_for(lambda call: call.fault == "server_error")


@pytest.mark.parametrize("method", ["getUpdates", "deleteWebhook"])
async def test_a_refused_token_ends_it_in_one_clear_line(server: TelegramServer, bot: TelegramBot, method: str) -> None:
    server.fail(method, "unauthorized")
    with pytest.raises(TokenRefusedError, match=r"^Telegram refuses BOT_TOKEN") as caught:
        await asyncio.wait_for(Poller(bot, delivery_to(Handled()), FETCHING).run(), 5)
    assert server.token not in str(caught.value)


async def test_a_token_refused_in_an_answer_ends_it_too(server: TelegramServer, bot: TelegramBot) -> None:
    async def answer(_: Update) -> None:
        await bot.send_message(ANNA["id"], "an answer")

    server.fail("sendMessage", "unauthorized")
    server.push(server.updates.private_text("one", ANNA))
    with pytest.raises(TokenRefusedError, match=r"^Telegram refuses BOT_TOKEN"):
        await asyncio.wait_for(Poller(bot, delivery_to(answer), FETCHING).run(), 5)
    assert len(server.pending) == 1


async def test_health_says_why_nothing_is_fetched_until_it_is_again(server: TelegramServer, bot: TelegramBot) -> None:
    health = Health()
    health.well(Part.TELEGRAM)
    handled = Handled()
    server.fail("getUpdates", "conflict")
    async with polling(bot, handled, health=health, fetching=LONG_PAUSES) as poller:
        await server.wait_for(lambda call: call.fault == "conflict")
        await until(lambda: not health.ready)
        assert health.problems == {Part.TELEGRAM: "another instance is polling with this token"}
        poller.stop()
    async with polling(bot, handled, health=health):
        server.push(server.updates.private_text("one", ANNA))
        await handled.until(lambda: handled.texts == ["one"])


async def test_two_instances_see_each_other_and_one_goes_on_when_the_other_stops(
    server: TelegramServer, bot: TelegramBot, caplog: pytest.LogCaptureFixture
) -> None:
    health, handled, slow = Health(), Handled(), replace(FETCHING, pauses=Pauses(first=0.2, longest=0.2))
    async with polling(bot, handled, health=health, fetching=slow):
        async with polling(bot, Handled(), fetching=slow):
            await server.wait_for(lambda call: call.error is not None and call.error.startswith("Conflict"))
            await until(lambda: not health.ready)
        await until(lambda: health.ready)
        server.push(server.updates.private_text("one", ANNA))
        await handled.until(lambda: handled.texts == ["one"])
    assert "another instance is polling with this token; stop one of the two" in caplog.text


async def test_a_webhook_is_removed_before_polling_begins(server: TelegramServer, bot: TelegramBot) -> None:
    await bot.set_webhook("https://example.org/hook")
    server.push(server.updates.private_text("one", ANNA))
    handled = Handled()
    async with polling(bot, handled):
        await handled.until(lambda: handled.texts == ["one"])
    assert [call.error for call in server.called("getUpdates") if call.error] == []


async def test_a_webhook_set_meanwhile_is_removed(
    server: TelegramServer, bot: TelegramBot, caplog: pytest.LogCaptureFixture
) -> None:
    handled = Handled()
    async with polling(bot, handled):
        await server.wait_for(lambda call: call.method == "deleteWebhook")
        await bot.set_webhook("https://example.org/hook")
        server.push(server.updates.private_text("one", ANNA))
        await handled.until(lambda: handled.texts == ["one"])
    assert "a webhook was set for this token" in caplog.text


async def test_the_last_acknowledgement_may_fail(
    server: TelegramServer, bot: TelegramBot, caplog: pytest.LogCaptureFixture
) -> None:
    handled = Handled()
    update = server.updates.private_text("one", ANNA)
    server.push(update)

    async def handle(update: Update) -> None:
        await handled(update)
        poller.stop()
        server.fail("getUpdates", "server_error")

    poller = Poller(bot, delivery_to(handle), FETCHING)
    await asyncio.wait_for(poller.run(), 5)
    assert "could not be acknowledged" in caplog.text
    assert server.pending == [update], "it will come again: better twice than never"


@pytest.mark.parametrize(
    "changes",
    [{"message": ["a secret"]}, {"message": {"date": None}}, {"message": {"chat": {"id": [1], "type": "private"}}}],
    ids=["a list for a message", "no date", "a list for a chat"],
)
async def test_an_update_that_cannot_be_read_does_not_take_the_others_along(
    server: TelegramServer, bot: TelegramBot, caplog: pytest.LogCaptureFixture, changes: dict[str, Any]
) -> None:
    odd = server.updates.private_text("a secret", ANNA)
    server.push(odd)
    server.push(server.updates.private_text("two", ANNA))
    message = changes["message"]
    odd["message"] = message if isinstance(message, list) else odd["message"] | message
    handled = Handled()
    async with polling(bot, handled):
        await handled.until(lambda: handled.texts == ["two"])
    assert server.pending == []
    assert "an update was set aside, it cannot be read" in caplog.text
    assert "secret" not in caplog.text
