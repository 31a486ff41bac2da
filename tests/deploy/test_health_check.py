"""The image's health check, as it stands in the Dockerfile, against the real web server."""

from __future__ import annotations

import asyncio
import json
import re
import sys

import pytest

from bot.health import Health
from bot.metrics import Metrics
from bot.web import web_application
from tests.bot.web_support import serving
from tests.deploy.places import DEPLOY


def command() -> list[str]:
    found = re.search(r"^HEALTHCHECK .*\\\n\s+CMD (\[.*\])$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert found is not None
    program, *arguments = json.loads(found[1])
    assert program == "python"
    return [sys.executable, *arguments]


async def exit_code(listen: str) -> int | None:
    process = await asyncio.create_subprocess_exec(
        *command(), env={"BOT_LISTEN": listen}, stderr=asyncio.subprocess.DEVNULL
    )
    return await asyncio.wait_for(process.wait(), 20)


@pytest.mark.parametrize("host", ["0.0.0.0", "[::]", "127.0.0.1"])
async def test_a_bot_that_runs_is_healthy_however_it_listens(host: str) -> None:
    health = Health()
    async with serving(web_application(health, Metrics(health))) as address:
        port = address.rpartition(":")[2]
        assert await exit_code(f"{host}:{port}") == 0
    assert await exit_code(f"{host}:{port}") == 1
