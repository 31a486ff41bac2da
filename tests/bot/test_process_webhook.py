"""The real process behind a webhook, its web server, and its reload on SIGHUP."""

from __future__ import annotations

import shutil
import signal
import socket
from pathlib import Path

import aiohttp
import pytest

from tests.bot.polling_support import until
from tests.bot.process_support import PATIENCE, Processes, ended, written
from tests.bot.test_process import next_sent
from tests.telegram_server import TelegramServer
from tests.telegram_server.people import USER, user

ENGLISH = user(USER["id"], language_code="en")
SECRET = "a-secret_of_the-webhook"


@pytest.fixture
def port() -> int:
    """A port that is free."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        number: int = taken.getsockname()[1]
        return number


async def fetched(port: int, path: str) -> tuple[int, str]:
    """Status and body of what the web server says."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as response:
        return response.status, await response.text()


async def test_questions_by_webhook_are_acknowledged_when_answered(processes: Processes, port: int) -> None:
    async with TelegramServer(webhook_to=f"http://127.0.0.1:{port}") as server:
        server.push(server.updates.private_text("turnout", ENGLISH))
        process = await processes.start(
            server, BOT_TRANSPORT="webhook", BOT_WEBHOOK_URL="https://bot.example/updates", BOT_WEBHOOK_SECRET=SECRET,
            BOT_LISTEN=f"127.0.0.1:{port}",
        )  # fmt: skip
        server.push(server.updates.private_text("tide seats", ENGLISH))
        await until(lambda: server.pending == [], PATIENCE)
        first, second = server.sent(USER["id"])
        assert first["text"].startswith("Turnout was 81.5 percent")
        assert second["text"].startswith("The Tide Party won 12 of 21 seats.")
        assert (await fetched(port, "/readyz"))[0] == 200
        assert '"status":"ok"' in (await fetched(port, "/healthz"))[1]
        metrics = (await fetched(port, "/metrics"))[1]
        assert 'mazhilis_bot_questions_total{outcome="fact",surface="private"} 2.0' in metrics
        assert 'mazhilis_bot_webhook_requests_total{status="200"}' in metrics
        process.send_signal(signal.SIGTERM)
        code, err = await ended(process)
    assert code == 0
    assert SECRET not in err
    assert server.token not in err


@pytest.mark.parametrize("missing", ["BOT_WEBHOOK_URL", "BOT_WEBHOOK_SECRET", "BOT_LISTEN"])
async def test_what_a_webhook_needs_is_asked_for_in_one_line(
    server: TelegramServer, processes: Processes, missing: str
) -> None:
    told = {
        "BOT_WEBHOOK_URL": "https://bot.example/updates", "BOT_WEBHOOK_SECRET": SECRET, "BOT_LISTEN": "127.0.0.1:0",
    }  # fmt: skip
    process = await processes.start(
        server, BOT_TRANSPORT="webhook", BOT_LOG_LEVEL="ERROR", **{k: v for k, v in told.items() if k != missing}
    )
    code, err = await ended(process)
    assert code == 2
    assert err.startswith(f"{missing} is not set: ")
    assert len(err.splitlines()) == 1


async def test_the_web_server_beside_polling_says_how_it_is(
    server: TelegramServer, processes: Processes, port: int
) -> None:
    await processes.start(server, BOT_LISTEN=f"127.0.0.1:{port}")
    await next_sent(server, "sendMessage", server.updates.private_text("tide seats", ENGLISH))
    assert (await fetched(port, "/readyz"))[0] == 200
    server.fail("getUpdates", "conflict", times=50)
    server.push(server.updates.private_text("turnout", ENGLISH))

    async with aiohttp.ClientSession() as session:
        for _ in range(200):
            async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                if response.status == 503:
                    assert "another instance is polling" in await response.text()
                    break
        else:
            pytest.fail("never unready")
    assert (await fetched(port, "/healthz"))[0] == 200


async def test_sighup_takes_a_sound_fact_base_and_refuses_a_broken_one(
    server: TelegramServer, processes: Processes, tmp_path: Path
) -> None:
    facts = tmp_path / "facts"
    shutil.copytree(processes.environment["BOT_FACTS"], facts)
    process = await processes.start(server, BOT_FACTS=str(facts))
    question = server.updates.private_text("tide seats", ENGLISH)
    assert "12 of 21 seats" in str((await next_sent(server, "sendMessage", question)).params["text"])

    files = [path for path in (facts / "facts").glob("*.yaml") if "12 of 21 seats" in path.read_text(encoding="utf-8")]
    (file,) = files
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound.replace("12 of 21 seats", "twelve of 21 seats"), encoding="utf-8")
    process.send_signal(signal.SIGHUP)
    await written(process, "reloading the fact base")
    await written(process, "facts")
    question = server.updates.private_text("tide seats", ENGLISH)
    assert "twelve of 21 seats" in str((await next_sent(server, "sendMessage", question)).params["text"])

    file.write_text(sound.replace("question", "questoin"), encoding="utf-8")
    process.send_signal(signal.SIGHUP)
    await written(process, "the new fact base is refused")
    question = server.updates.private_text("tide seats", ENGLISH)
    assert "twelve of 21 seats" in str((await next_sent(server, "sendMessage", question)).params["text"])
