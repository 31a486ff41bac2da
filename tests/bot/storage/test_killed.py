"""A process that is killed while it notes: what it was told is committed stands in the database."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from tests.bot.storage.support import PATIENCE, Place

ROOT = Path(__file__).parents[3]
NOTING = """
import asyncio, sys
from bot.health import Health
from bot.settings import Settings
from bot.storage import open_storage

async def note_for_ever():
    storage = open_storage(Settings(database_url=sys.argv[1]), Health(), timeout=20)
    await storage.start()

    async def caller(first):
        for number in range(first, 10**9, 8):
            await storage.keeper.vote(f"fact-{number}", helpful=True)
            await storage.ledger.note(number)
            print(number, flush=True)

    await asyncio.gather(*(caller(first) for first in range(8)))

asyncio.run(note_for_ever())
"""


async def test_what_a_killed_process_has_noted_is_known(place: Place) -> None:
    address = place.address.render_as_string(hide_password=False)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", NOTING, address, stdout=PIPE, cwd=ROOT, limit=2**20
    )
    assert process.stdout is not None
    noted = [int(await asyncio.wait_for(process.stdout.readline(), PATIENCE)) for _ in range(200)]
    process.kill()
    rest, _ = await process.communicate()
    noted += [int(line) for line in rest.split(b"\n")[:-1]]
    async with place.opened() as storage:
        assert await storage.ledger.known(noted) == set(noted)
    votes = {intent for intent, *_ in (await place.everything())["feedback"]}
    assert votes.issuperset(f"fact-{number}" for number in noted)
