"""The real process, `python -m bot run`, started and ended by a test."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from tests.bot.support import Environment
from tests.telegram_server import TelegramServer

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
"""Seconds that a test waits for what must come."""


class Processes:
    """Starts `python -m bot run` and ends what a test has left running."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self._started: list[Process] = []

    async def start(self, server: TelegramServer | None = None, **settings: str) -> Process:
        told = {"BOT_API_URL": server.base_url, "BOT_TOKEN": server.token} if server else {}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run",
            stdout=PIPE, stderr=PIPE, cwd=ROOT, env=self.environment | told | settings,
        )  # fmt: skip
        self._started.append(process)
        return process

    async def end(self) -> None:
        for process in self._started:
            if process.returncode is None:
                process.kill()
            await process.communicate()


async def ended(process: Process) -> tuple[int | None, str]:
    """Exit code and what was written to standard error; nothing may stand on standard output."""
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert out == b""
    return process.returncode, err.decode()


async def written(process: Process, text: str) -> None:
    """Wait for a line on standard error."""
    assert process.stderr is not None
    while text not in (line := (await asyncio.wait_for(process.stderr.readline(), PATIENCE)).decode()):
        assert line, f"the process ended without {text!r}"
