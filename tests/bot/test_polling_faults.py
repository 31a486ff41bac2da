"""Whatever Telegram or the network does, polling goes on; only a refused token ends it."""

from __future__ import annotations

import asyncio
import logging

import pytest
from telegram import Bot, Update

from bot.errors import TokenRefusedError
from bot.polling import Poller
from tests.bot.polling_support import Handled, polling
from tests.telegram_server import TelegramServer
from tests.telegram_server.faults import Kind
from tests.telegram_server.people import user

ANNA = user(1)

FAULTS: list[tuple[Kind, str]] = [
    ("server_error", "network"),
    ("not_json", "Telegram"),
    ("drop", "network"),
    ("chat_not_found", "network"),
    ("conflict", "another instance is polling"),
]


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.polling.FIRST_PAUSE", 0.01)


@pytest.mark.parametrize(("fault", "logged"), FAULTS)
async def test_faults_are_waited_out(
    server: TelegramServer, bot: Bot, caplog: pytest.LogCaptureFixture, fault: Kind, logged: str
) -> None:
    server.fail("getUpdates", fault, 3)
    server.push(server.updates.private_text("a secret", ANNA))
    handled = Handled()
    with caplog.at_level(logging.INFO, logger="bot"):
        async with polling(bot, handled):
            await handled.until(lambda: handled.texts == ["a secret"])
    records = [record for record in caplog.records if record.name == "bot.polling"]
    assert len(records) == 3
    assert all(logged in record.getMessage() for record in records)
    assert all(record.levelno >= logging.WARNING for record in records)
    assert "secret" not in caplog.text
    assert server.token not in "".join(record.getMessage() for record in records)


async def test_pauses_grow_until_it_works_again(
    server: TelegramServer, bot: Bot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.polling.FIRST_PAUSE", 0.02)
    monkeypatch.setattr("bot.polling.LONGEST_PAUSE", 0.05)
    server.fail("getUpdates", "server_error", 4)
    handled = Handled()
    with caplog.at_level(logging.INFO, logger="bot"):
        async with polling(bot, handled) as poller:
            server.push(server.updates.private_text("one", ANNA))
            await handled.until(lambda: handled.texts == ["one"])
            assert poller._pause == 0.02
    pauses = [record.args[-1] for record in caplog.records if isinstance(record.args, tuple) and record.args]
    assert [pause for pause in pauses if isinstance(pause, float)] == [0.02, 0.04, 0.05, 0.05]


async def test_flood_control_is_obeyed(
    server: TelegramServer, bot: Bot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.polling.FIRST_PAUSE", 600.0)  # waiting that long would be seen
    server.fail("getUpdates", "flood", retry_after=1)
    server.push(server.updates.private_text("one", ANNA))
    handled = Handled()
    async with polling(bot, handled):
        await handled.until(lambda: handled.texts == ["one"])
    assert "Telegram asks to wait 1 s" in caplog.text


async def test_stopping_does_not_wait_for_the_end_of_a_pause(
    server: TelegramServer, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.polling.FIRST_PAUSE", 600.0)
    server.fail("getUpdates", "server_error")
    async with polling(bot, Handled()):
        await server.wait_for(lambda call: call.fault == "server_error")


async def test_a_refused_token_ends_it_in_one_clear_line(server: TelegramServer, bot: Bot) -> None:
    server.fail("getUpdates", "unauthorized")
    with pytest.raises(TokenRefusedError, match=r"^Telegram refuses BOT_TOKEN") as caught:
        await asyncio.wait_for(Poller(bot, Handled()).run(), 5)
    assert server.token not in str(caught.value)


async def test_the_last_acknowledgement_may_fail(
    server: TelegramServer, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    handled = Handled()
    update = server.updates.private_text("one", ANNA)
    server.push(update)

    async def handle(update: Update) -> None:
        await handled(update)
        poller.stop()
        server.fail("getUpdates", "server_error")

    poller = Poller(bot, handle, long_poll=10)
    await asyncio.wait_for(poller.run(), 5)
    assert "could not be acknowledged" in caplog.text
    assert server.pending == [update], "it will come again: better twice than never"
