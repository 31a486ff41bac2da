"""The process killed at random moments of bursts: no question is lost, and hardly one is answered twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from random import Random

from tests.bot.polling_support import until
from tests.bot.process_support import PATIENCE, Processes
from tests.telegram_server import TelegramServer
from tests.telegram_server.people import user

KILLS = 12
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


async def test_nothing_is_lost_and_hardly_anything_is_answered_twice(processes: Processes, tmp_path: Path) -> None:
    random, calls = Random(2021), Counter[str]()
    settings = {"BOT_DATABASE_URL": f"sqlite:///{tmp_path}/kept.sqlite3", "BOT_RATE_PER_MINUTE": "1000"}
    async with TelegramServer(on_call=lambda call: calls.update([call.method])) as server:
        process = await processes.start(server, **settings)
        for burst in range(1, KILLS + 1):
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
            assert min(times.values()) >= burst, "lost"
        assert times.total() <= 1.05 * KILLS * BURST, "answered twice"
