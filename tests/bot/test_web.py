"""The web server: health, readiness, metrics, starting and stopping in the bot's own event loop."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from bot.errors import ConfigurationError
from bot.health import Health, Part
from bot.metrics import Metrics
from bot.web import WebServer, web_application
from handlers.ports import Surface
from knowledge.reply import ReplyKind
from tests.bot.web_support import PATH, Delivered, Webserver, sample_of, serving


class Visiting:
    """Asks a web server with a webhook, following no redirects."""

    def __init__(self, client: aiohttp.ClientSession, address: str, web: Webserver) -> None:
        self.client = client
        self.address = address
        self.web = web

    async def __call__(self, path: str, method: str = "GET") -> tuple[int, aiohttp.ClientResponse, bytes]:
        """Status, answer and body."""
        async with self.client.request(method, f"{self.address}{path}", allow_redirects=False) as answer:
            return answer.status, answer, await answer.read()

    async def json(self, path: str) -> tuple[int, object]:
        """Status and what the body says."""
        async with self.client.get(f"{self.address}{path}") as answer:
            return answer.status, await answer.json()


@pytest_asyncio.fixture
async def visit() -> AsyncIterator[Visiting]:
    web = Webserver(Delivered())
    async with serving(web.application) as address, aiohttp.ClientSession() as client:
        yield Visiting(client, address, web)


async def test_health_from_start_to_trouble_and_back(visit: Visiting) -> None:
    health = visit.web.health
    unreached = {"telegram": "not reached yet"}
    assert await visit.json("/healthz") == (200, {"status": "degraded", "problems": unreached})
    assert await visit.json("/readyz") == (503, {"status": "not ready", "problems": unreached})
    health.well(Part.TELEGRAM)
    assert await visit.json("/healthz") == (200, {"status": "ok", "problems": {}})
    assert await visit.json("/readyz") == (200, {"status": "ready", "problems": {}})
    health.trouble(Part.DATABASE, "the disk is full")
    full = {"database": "the disk is full"}
    assert await visit.json("/healthz") == (200, {"status": "degraded", "problems": full})
    assert await visit.json("/readyz") == (200, {"status": "ready", "problems": full}), "it goes on answering"
    health.trouble(Part.TELEGRAM, "another instance is polling")
    assert (await visit.json("/healthz"))[0] == 200, "a restart would mend nothing"
    assert (await visit.json("/readyz"))[0] == 503
    health.well(Part.TELEGRAM)
    health.well(Part.DATABASE)
    assert await visit.json("/readyz") == (200, {"status": "ready", "problems": {}})


async def test_metrics_after_a_question(visit: Visiting) -> None:
    visit.web.metrics.replied(Surface.PRIVATE, ReplyKind.FACT, 0.003)
    status, answer, body = await visit("/metrics")
    assert status == 200
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert sample_of(body, "mazhilis_bot_questions_total", surface="private", outcome="fact") == 1
    assert sample_of(body, "mazhilis_bot_part_up", part="telegram") == 0


@pytest.mark.parametrize(
    "accept",
    ["application/openmetrics-text; version=x", "text/plain; version=0.0.4", "*/*", "application/json", "\t,;="],
)
async def test_metrics_whatever_is_asked_for(visit: Visiting, accept: str) -> None:
    async with visit.client.get(f"{visit.address}/metrics", headers={"Accept": accept}) as answer:
        assert answer.status == 200


async def test_unknown_paths_and_wrong_methods(visit: Visiting) -> None:
    for path in ("/", "/index.html", f"{PATH}/", f"/x{PATH}", "/healthz/", "/%2e%2e/etc/passwd", "/metrics%00"):
        assert (await visit(path))[0] == 404, path
    for path, method in (
        (PATH, "GET"),
        (PATH, "PUT"),
        (PATH, "DELETE"),
        ("/healthz", "POST"),
        ("/readyz", "POST"),
        ("/metrics", "DELETE"),
    ):
        assert (await visit(path, method))[0] == 405, (path, method)
    assert (await visit("/healthz", "HEAD"))[0] == 200


async def test_answers_do_not_say_what_serves_them(visit: Visiting) -> None:
    for path in ("/healthz", "/nowhere", PATH):
        _, answer, _ = await visit(path)
        assert "server" not in answer.headers
        assert "x-powered-by" not in answer.headers


async def test_without_a_webhook_nothing_can_be_posted() -> None:
    health = Health()
    application = web_application(health, Metrics(health))
    async with serving(application) as address, aiohttp.ClientSession() as client:
        for path, expected in ((PATH, 404), ("/", 404), ("/healthz", 405)):
            async with client.post(f"{address}{path}", data=b"{}") as answer:
                assert answer.status == expected


async def test_what_is_no_http_is_turned_away(visit: Visiting) -> None:
    port = int(visit.address.rsplit(":", 1)[1])
    for noise in (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"GET / HTTP/x\r\n\r\n", b"\x00" * 100_000):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(noise)
        assert (await reader.read()).startswith(b"HTTP/1.1 400 ")
        writer.close()
    assert (await visit("/healthz"))[0] == 200


async def test_the_signals_of_the_process_stay_its_own() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    try:
        async with serving(Webserver(Delivered()).application) as address, aiohttp.ClientSession() as client:
            async with client.get(f"{address}/healthz") as answer:
                assert answer.status == 200
            signal.raise_signal(signal.SIGTERM)
            await asyncio.wait_for(stopped.wait(), 5)
            async with client.get(f"{address}/healthz") as answer:
                assert answer.status == 200, "the process says when to stop"
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


async def test_stopping_closes_the_port_though_somebody_does_not_end_a_request() -> None:
    server = WebServer("127.0.0.1:0", Webserver(Delivered()).application)
    await server.start()
    _, unfinished = await asyncio.open_connection("127.0.0.1", server.port)
    unfinished.write(b"GET /healthz HTTP/1.1\r\nHost:")
    _, silent = await asyncio.open_connection("127.0.0.1", server.port)
    await asyncio.wait_for(server.stop(), 5)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", server.port)
    for writer in (unfinished, silent):
        writer.close()


async def test_stopping_what_was_never_started() -> None:
    await WebServer("127.0.0.1:0", Webserver(Delivered()).application).stop()


async def test_a_port_that_is_taken_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError) as caught:
            await WebServer(f"127.0.0.1:{port}", Webserver(Delivered()).application).start()
    assert str(caught.value) == f"BOT_LISTEN: cannot listen at 127.0.0.1 port {port} (Address already in use)"


@pytest.mark.parametrize("listen", ["192.0.2.1:8080", "no..host:8080"])
async def test_an_address_that_is_not_ours_is_one_clear_line(listen: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^BOT_LISTEN: cannot listen at .* port 8080 \(.+\)$"):
        await WebServer(listen, Webserver(Delivered()).application).start()


def test_a_port_that_cannot_be_is_one_clear_line() -> None:
    with pytest.raises(ConfigurationError, match=r"^BOT_LISTEN: there is no port 65536$"):
        WebServer("127.0.0.1:65536", Webserver(Delivered()).application)


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
async def test_listening_everywhere_means_both_protocols() -> None:
    server = WebServer("[::]:0", Webserver(Delivered()).application)
    await server.start()
    try:
        async with aiohttp.ClientSession() as client:
            for host in ("127.0.0.1", "[::1]"):
                async with client.get(f"http://{host}:{server.port}/healthz") as answer:
                    assert answer.status == 200
    finally:
        await server.stop()
