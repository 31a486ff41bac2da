"""The process killed at random moments of bursts: no question is lost, and hardly one is answered twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.bot.polling_support import until
from tests.bot.process_support import PATIENCE, Processes
from tests.bot.support import Environment
from tests.telegram_server import TelegramServer
from tests.telegram_server.people import user

PEOPLE = [user(number, language_code="en") for number in range(1, 51)]
QUESTIONS = {
    "The Tide Party won 12 of 21 seats.": "tide seats",
    "The Harbour League won 9 of 21 seats.": "harbour league seats",
    "Turnout was 81.5 percent, the harbour master said.": "turnout",
    "Hello!": "hello",
    "My material is Harbour Gazette, “Council chosen”.": "/sources",
}
"""Five questions by the first lines of their answers."""
BURST = len(PEOPLE) * len(QUESTIONS)
LONGEST_PAUSE = 0.03
"""Seconds after an answer, so that a kill meets the process at anything."""


def answered(server: TelegramServer) -> Counter[tuple[int, str]]:
    """How often each question was answered in each chat."""
    return Counter(
        (person["id"], QUESTIONS[message["text"].splitlines()[0]])
        for person in PEOPLE
        for message in server.sent(person["id"])
    )


async def burst(
    server: TelegramServer, processes: Processes, kills: int, calls: Counter[str], settings: Environment
) -> None:
    """Bursts of questions, with a kill in the midst of each, until all of them are answered."""
    random = Random(2021)
    process = await processes.start(server, **settings)
    for number in range(1, kills + 1):
        moment = calls["sendMessage"] + random.randrange(BURST)
        for person in PEOPLE:
            for question in random.sample(list(QUESTIONS.values()), len(QUESTIONS)):
                server.push(server.updates.private_text(question, person))
        await until(lambda: calls["sendMessage"] >= moment, PATIENCE)  # noqa: B023 -- awaited here
        await asyncio.sleep(random.uniform(0, LONGEST_PAUSE))
        process.kill()
        await process.wait()
        process = await processes.start(server, **settings)
        await until(lambda: not server.queue.pending, PATIENCE)
        times = answered(server)
        assert len(times) == BURST
        assert min(times.values()) >= number, "lost"
    assert times.total() <= 1.05 * kills * BURST, "answered twice"


@pytest.fixture
def settings(tmp_path: Path) -> Environment:
    """So many questions are in order here, and what was answered is kept."""
    return {"BOT_DATABASE_URL": f"sqlite:///{tmp_path}/kept.sqlite3", "BOT_RATE_PER_MINUTE": "1000"}


async def test_nothing_is_lost_and_hardly_anything_is_answered_twice(
    processes: Processes, settings: Environment
) -> None:
    calls = Counter[str]()
    async with TelegramServer(on_call=lambda call: calls.update([call.method])) as server:
        await burst(server, processes, 12, calls, settings)


async def test_behind_a_webhook_it_is_the_same(
    processes: Processes, settings: Environment, unused_tcp_port: int
) -> None:
    calls, address = Counter[str](), f"127.0.0.1:{unused_tcp_port}"
    webhook = {
        "BOT_TRANSPORT": "webhook", "BOT_WEBHOOK_URL": "https://bot.example/updates",
        "BOT_WEBHOOK_SECRET": "a-secret_of_the-webhook", "BOT_LISTEN": address,
    }  # fmt: skip
    async with TelegramServer(
        on_call=lambda call: calls.update([call.method]), webhook_to=f"http://{address}", webhook_connections=40
    ) as server:
        await burst(server, processes, 4, calls, settings | webhook)
