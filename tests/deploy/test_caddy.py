"""The proxy, really running over plain HTTP: the webhook's path is public and nothing else, and one bot stands by."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest_asyncio

from bot.health import Part
from tests.bot.web_support import PATH, WITH_SECRET, Delivered, Webserver, body_of, serving, update_json
from tests.deploy.places import DEPLOY, program, ran

PATIENCE = 20.0
URL = "https://bot.example.org/telegram"
ROUTES = ["/healthz", "/readyz", "/metrics", "/", "/other"]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass(slots=True)
class Bot:
    """A bot's web server, and who is delivered to behind it."""

    delivered: Delivered
    web: Webserver
    running: AsyncExitStack


@dataclass(slots=True)
class Front:
    """The proxy with two bots behind it."""

    address: str
    bots: list[Bot]
    session: aiohttp.ClientSession

    async def status(self, method: str, path: str, body: bytes = b"") -> int:
        async with self.session.request(method, self.address + path, headers=WITH_SECRET, data=body) as response:
            return response.status

    async def post(self, number: int) -> int:
        return await self.status("POST", PATH, body_of(update_json(number=number)))


async def _bot() -> tuple[Bot, str]:
    delivered = Delivered()
    web = Webserver(delivered)
    web.incoming.begin()
    web.health.well(Part.TELEGRAM)
    running = AsyncExitStack()
    address = await running.enter_async_context(serving(web.application))
    return Bot(delivered, web, running), address.removeprefix("http://")


async def _answers(session: aiohttp.ClientSession, address: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                async with session.get(address):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)  # it tells nobody when it listens


@pytest_asyncio.fixture
async def front(tmp_path: Path) -> AsyncIterator[Front]:
    caddy = program("caddy")
    async with AsyncExitStack() as stack:
        bots = [await _bot(), await _bot()]
        for bot, _ in bots:
            stack.push_async_callback(bot.running.aclose)
        port, other = free_port(), free_port()
        text = (DEPLOY / "Caddyfile").read_text()
        # Other addresses, and plain HTTP for want of a certificate; all that is decided stays.
        for name, (_, at) in zip(("webhook-1:8080", "webhook-2:8080"), bots, strict=True):
            assert name in text
            text = text.replace(name, at)
        assert text.count("\n:443 {") == 1
        text = text.replace("\n:443 {", f"\nhttp://:{other} {{").replace(
            "{\n\tadmin off", "{\n\tauto_https off\n\tadmin off"
        )
        (tmp_path / "Caddyfile").write_text(text)
        address = f"http://127.0.0.1:{port}"
        environment = os.environ | {"BOT_WEBHOOK_URL": address + PATH, "HOME": str(tmp_path)}
        process = await asyncio.create_subprocess_exec(
            caddy, "run", "--config", str(tmp_path / "Caddyfile"),
            env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        session = await stack.enter_async_context(aiohttp.ClientSession())
        try:
            await _answers(session, address)
            yield Front(address, [bot for bot, _ in bots], session)
        finally:
            process.terminate()
            await asyncio.wait_for(process.wait(), PATIENCE)


def test_caddy_takes_it_and_finds_it_well_formed(tmp_path: Path) -> None:
    caddy = program("caddy")
    environment = os.environ | {"BOT_WEBHOOK_URL": URL, "HOME": str(tmp_path)}
    ran(caddy, "validate", "--config", DEPLOY / "Caddyfile", environment=environment)
    ran(caddy, "fmt", "--diff", DEPLOY / "Caddyfile", environment=environment)


def test_one_variable_says_host_and_path(tmp_path: Path) -> None:
    caddy = program("caddy")
    environment = os.environ | {"BOT_WEBHOOK_URL": URL, "HOME": str(tmp_path)}
    adapted = json.loads(ran(caddy, "adapt", "--config", DEPLOY / "Caddyfile", environment=environment))
    (server,) = adapted["apps"]["http"]["servers"].values()
    assert server["listen"] == [":443"]
    assert [route.get("match") for route in server["routes"]] == [
        [{"host": ["bot.example.org"], "path": ["/telegram"]}],
        None,
    ]
    assert adapted["admin"] == {"config": {"persist": False}, "disabled": True}


async def test_all_posts_go_to_one_bot_until_it_is_gone(front: Front) -> None:
    first, second = front.bots
    assert [await front.post(number) for number in range(1, 6)] == [200] * 5
    assert (first.delivered.numbers, second.delivered.numbers) == ([1, 2, 3, 4, 5], [])
    await first.running.aclose()
    assert [await front.post(number) for number in range(6, 9)] == [200] * 3
    assert second.delivered.numbers == [6, 7, 8]


async def test_nothing_but_the_path_of_the_webhook_is_public(front: Front) -> None:
    for path in ROUTES:
        for method in ("GET", "POST", "HEAD", "PUT"):
            # Without a certificate the rule for everything else listens elsewhere; here the answer is empty.
            assert await front.status(method, path) in {200, 404}
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        assert await front.status(method, PATH) == 404
    async with front.session.get(f"{front.address}/metrics") as response:
        assert await response.read() == b""
    for bot in front.bots:
        assert bot.delivered.numbers == []
        assert not re.search(rb"^mazhilis_bot_webhook_requests_total\{", bot.web.metrics.exposition(), re.MULTILINE)


async def test_the_path_must_be_that_of_the_webhook_to_the_letter(front: Front) -> None:
    for path in (f"{PATH}/", f"{PATH}/more", f"/x{PATH}"):
        await front.status("POST", path, body_of(update_json()))
    assert [bot.delivered.numbers for bot in front.bots] == [[], []]
