"""The whole service in this process: how it starts and ends whatever hangs or breaks around it."""

from __future__ import annotations

import asyncio
import logging
import math
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

from bot.deadline import Deadline, Stopping
from bot.service import Service
from bot.settings import Settings
from bot.storage import Storage
from bot.telegram_client import TelegramBot
from knowledge.answer import Answerer
from tests.bot.polling_support import until
from tests.bot.web_support import PATH, SECRET
from tests.telegram_server import TelegramServer
from tests.telegram_server.people import user

ANNA, BORIS = user(1, language_code="en"), user(2, language_code="en")
BRIEF = Stopping(in_all=1.0, answering=0.2, acknowledging=0.2)
FAR_LONGER = 8.0
"""Seconds; long before anything that hangs here would end."""

Make = Callable[..., Service]


@pytest.fixture
def make(server: TelegramServer, small: Answerer, tmp_path: Path) -> Make:
    """Makes a service that asks the stand-in server."""

    def made(stopping: Stopping = BRIEF, **more: Any) -> Service:
        told = {"token": server.token, "api_url": server.base_url, "data_dir": tmp_path}
        return Service(Settings.model_validate(told | more), small, stopping)

    return made


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[None]:
    """A service at work; leaving tells it to stop, as systemd does, and waits for its end."""
    task = asyncio.create_task(service.run())
    await asyncio.sleep(0)
    try:
        yield
    finally:
        if not task.done():
            signal.raise_signal(signal.SIGTERM)
        async with asyncio.timeout(FAR_LONGER):
            await task


async def for_ever(*_: object) -> NoReturn:
    await asyncio.get_running_loop().create_future()
    raise AssertionError


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]


async def test_a_stop_ends_in_time_though_telegram_and_the_database_hang(
    server: TelegramServer, make: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("sendMessage", "delay", math.inf, seconds=60)
    update = server.updates.private_text("turnout", ANNA)
    server.push(update)
    service = make()
    close = service._storage.close
    monkeypatch.setattr(service._storage, "close", for_ever)
    async with running(service):
        await server.wait_for(lambda call: call.method == "getUpdates" and bool(call.result))
        await until(lambda: not service._health.problems)
        server.fail("getUpdates", "delay", math.inf, seconds=60)
    assert server.pending == [update]
    assert "1 updates are left unanswered; they will be delivered again" in caplog.text
    assert "the last updates could not be acknowledged (TimeoutError)" in caplog.text
    assert lines(caplog)[-1] == "not everything was closed in time"
    await close()


async def test_a_stop_need_not_wait_for_a_database_that_hangs_at_the_start(
    server: TelegramServer, make: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Storage, "start", for_ever)
    with caplog.at_level(logging.INFO):
        async with running(make()):
            await server.wait_for(lambda call: call.method == "getMe")
    assert lines(caplog)[-1] == "stopped"
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_part_that_cannot_be_closed_does_not_keep_the_others_open(
    server: TelegramServer, make: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hang_up = TelegramBot.shutdown

    async def broken(bot: TelegramBot) -> None:
        await hang_up(bot)
        raise KeyError("a secret")

    service = make()
    monkeypatch.setattr(TelegramBot, "shutdown", broken)
    async with running(service):
        await until(lambda: server.called("deleteWebhook") != [])
    assert [line.partition(", ")[0] for line in lines(caplog)] == ["closing the connections: ended by a mistake"]
    assert "a secret" not in caplog.text
    assert service._storage._writer._task is not None
    assert service._storage._writer._task.done()


async def test_what_a_stop_cuts_off_behind_a_webhook_is_neither_answered_nor_set_aside(
    server: TelegramServer, make: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("sendMessage", "delay", math.inf, seconds=60)
    service = make(
        transport="webhook", webhook_url=f"https://bot.example{PATH}", webhook_secret=SECRET, listen="127.0.0.1:0"
    )
    closed_after = []
    close = service._storage.close

    async def closing() -> None:
        closed_after.append(dict(service._delivery._under_way))
        await asyncio.sleep(0.7)  # what is at work still would have the time to go wrong, and be noted as done with
        await close()

    monkeypatch.setattr(service._storage, "close", closing)
    update = server.updates.private_text("turnout", ANNA)
    async with running(service):
        await until(lambda: service._web is not None and service._web.port != 0)
        assert service._web is not None
        server.webhook.deliver_to = f"http://127.0.0.1:{service._web.port}"
        await until(lambda: server.webhook.settings != {})
        server.push(update)
        await until(lambda: bool(service._delivery._under_way))
    assert closed_after == [{}]
    assert server.pending == [update]
    assert [line for line in lines(caplog) if "set aside" in line] == []


@pytest.mark.parametrize(
    "body",
    [
        "<html><body>Welcome!</body></html>",
        "{}",
        "[]",
        '{"ok": true}',
        '{"ok": false}',
        '{"ok": true, "result": true}',
        '{"ok": true, "result": {}}',
        '{"ok": true, "result": [1]}',
        '{"ok": true, "result": {"id": 1}}',
        '{"ok": true, "result": "a secret"}',
    ],
)
async def test_whatever_answers_in_telegrams_place_is_one_line_and_waited_out(
    server: TelegramServer, make: Make, caplog: pytest.LogCaptureFixture, body: str
) -> None:
    server.fail("getMe", "odd", description=body)
    server.push(server.updates.private_text("turnout", ANNA))
    async with running(make()):
        await until(lambda: server.sent(ANNA["id"]) != [])
    (line,) = lines(caplog)
    assert line.startswith("Telegram cannot be reached (the answer is not one of the Bot API); next try in ")


async def test_whatever_answers_about_the_menus_is_one_line_and_tried_again(
    server: TelegramServer, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("getMyCommands", "odd", description='{"ok": true, "result": ["a secret"]}')
    async with running(make()):
        await until(lambda: server.called("setMyCommands") != [])
    assert lines(caplog) == ["menus and descriptions could not be set (the answer is not one of the Bot API)"]


async def test_a_mistake_in_the_background_is_one_line_and_questions_are_answered(
    server: TelegramServer, make: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise KeyError("a secret")

    service = make()
    monkeypatch.setattr(service._reloader, "reload", broken)
    monkeypatch.setattr(service._storage._languages, "keep_fresh", broken)
    async with running(service):
        await until(lambda: not service._health.problems)
        signal.raise_signal(signal.SIGHUP)
        await until(lambda: len(lines(caplog)) == 2)
        server.push(server.updates.private_text("turnout", ANNA))
        await until(lambda: server.sent(ANNA["id"]) != [])
    beginnings = [line.partition(" at ")[0] for line in lines(caplog)]
    assert beginnings == [
        "reading languages: ended by a mistake, KeyError",
        "reloading: ended by a mistake, KeyError",
    ]
    assert "a secret" not in caplog.text


async def test_a_flood_of_one_chat_holds_up_the_others_no_longer_than_its_limit(
    server: TelegramServer, make: Make
) -> None:
    for _ in range(300):
        server.push(server.updates.private_text("turnout", ANNA))
    server.push(server.updates.private_text("turnout", BORIS))
    async with running(make(rate_per_minute=20)):
        await until(lambda: server.sent(BORIS["id"]) != [], FAR_LONGER)
    *answers, slow_down = [message["text"] for message in server.sent(ANNA["id"])]
    assert len(answers) == 20
    assert slow_down.startswith("That is a lot of questions at once.")


async def test_a_flood_of_one_group_leaves_only_what_it_may_ask_in_the_way_of_others(make: Make) -> None:
    async with TelegramServer(webhook_connections=40) as server:
        service = make(
            token=server.token, api_url=server.base_url, rate_per_minute=30,
            transport="webhook", webhook_url=f"https://bot.example{PATH}", webhook_secret=SECRET, listen="127.0.0.1:0",
        )  # fmt: skip
        flood = [server.updates.supergroup_text("/ask turnout", ANNA) for _ in range(150)]
        for update in [*flood, server.updates.private_text("turnout", BORIS)]:
            server.push(update)
        async with running(service):
            await until(lambda: service._web is not None and service._web.port != 0)
            assert service._web is not None
            server.webhook.deliver_to = f"http://127.0.0.1:{service._web.port}"
            await until(lambda: server.sent(BORIS["id"]) != [], FAR_LONGER)
            # What the group may still ask waits for its next minute, and so does the word that it was too much.
            waiting = [update["update_id"] for update in flood[20:31]]
            await until(lambda: [update["update_id"] for update in server.pending] == waiting, 3 * FAR_LONGER)


async def test_a_deadline_begins_once() -> None:
    deadline = Deadline(100)
    assert deadline.left == math.inf
    deadline.begin()
    left = deadline.left
    assert 0 < left <= 100
    await asyncio.sleep(0)
    deadline.begin()
    assert deadline.left < left
    over = Deadline(0)
    over.begin()
    assert over.left == 0
