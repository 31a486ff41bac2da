"""Webhook mode."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from tests.telegram_server import TelegramServer
from tests.telegram_server_tests.conftest import Api

pytestmark = pytest.mark.asyncio


@dataclass
class Receiver:
    """The bot's side of a webhook."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[str, str | None, dict[str, Any]]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        """Note an update; answer with the next status, or 200."""
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.got.append((request.path_qs, secret, await request.json()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver that serves."""
    running = Receiver()
    app = web.Application()
    app.router.add_post("/{path}", running.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    running.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield running
    await runner.cleanup()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 -- what is waited for has no event
            await asyncio.sleep(0.01)


async def test_updates_are_delivered_in_order_with_the_secret(
    api: Api, server: TelegramServer, receiver: Receiver
) -> None:
    early = server.updates.private_text("early")
    server.push(early)
    await api.result("setWebhook", url=f"{receiver.url}/hook?x=1", secret_token="s-1_A")
    later = server.updates.private_text("later")
    server.push(later)
    await until(lambda: not server.pending)
    assert receiver.got == [("/hook?x=1", "s-1_A", early), ("/hook?x=1", "s-1_A", later)]


async def test_delivery_is_tried_until_it_succeeds(api: Api, server: TelegramServer, receiver: Receiver) -> None:
    receiver.statuses = [500, 403, 302]
    await api.result("setWebhook", url=f"{receiver.url}/hook")
    update = server.updates.private_text("a")
    server.push(update)
    await until(lambda: server.webhook.last_error is not None)
    info = await api.result("getWebhookInfo")
    assert info["pending_update_count"] == 1
    assert info["last_error_message"].startswith("Wrong response from the webhook: 500")
    await until(lambda: not server.pending)
    assert [got[2] for got in receiver.got] == [update] * 4
    assert server.webhook.attempts == 4


async def test_nobody_listens(api: Api, server: TelegramServer) -> None:
    await api.result("setWebhook", url="http://127.0.0.1:9/hook")
    server.push(server.updates.private_text("a"))
    await until(lambda: server.webhook.attempts > 1)
    assert len(server.pending) == 1


async def test_public_address_is_delivered_to_the_test(receiver: Receiver) -> None:
    async with TelegramServer(webhook_to=receiver.url) as server:
        server.webhook.set({"url": "https://bot.example.org:8443/hook?x=1"})
        server.push(server.updates.private_text("a"))
        await until(lambda: not server.pending)
    assert receiver.got[0][:2] == ("/hook?x=1", None)


async def test_webhook_and_polling_exclude_each_other(api: Api, server: TelegramServer) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    await api.result("setWebhook", url="https://bot.example.org/hook", allowed_updates=["message"])
    for answer in (await poll, await api("getUpdates")):
        assert answer["error_code"] == 409
        assert "can't use getUpdates method while webhook is active" in answer["description"]
    info = await api.result("getWebhookInfo")
    assert (info["url"], info["allowed_updates"]) == ("https://bot.example.org/hook", ["message"])
    server.push(server.updates.private_text("a"))
    await api.result("deleteWebhook", drop_pending_updates=True)
    assert (await api("getUpdates"))["result"] == []
    assert (await api.result("getWebhookInfo"))["url"] == ""


async def test_empty_address_deletes_the_webhook(api: Api) -> None:
    await api.result("setWebhook", url="https://bot.example.org/hook")
    await api.result("setWebhook", url="")
    assert (await api("getUpdates"))["result"] == []


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"url": "http://bot.example.org"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://bot example"}, "bad webhook: invalid webhook URL specified"),
        ({"url": "https://bot.example.org:8081"},
         "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "", "secret_token": "x" * 257}, "secret token contains unallowed characters"),
        ({"url": "", "max_connections": 101}, "max_connections must be between 1 and 100"),
    ],
)  # fmt: skip
async def test_bad_settings(api: Api, params: dict[str, object], reason: str) -> None:
    assert await api.error("setWebhook", **params) == f"Bad Request: {reason}"
