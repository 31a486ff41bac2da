"""Fixtures for the process and its commands."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.flood import FloodControl
from bot.sent import SentOnce
from bot.telegram_client import TelegramBot, TelegramRequest
from tests.bot.process_support import Processes
from tests.bot.support import Ended, Environment, Run, charted_base, run_command
from tests.small_base import write_base
from tests.telegram_server import TelegramServer


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the developer has set is out of the way."""
    for name in [name for name in os.environ if name.startswith("BOT_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def lumea(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Directory of the small base with charts."""
    return write_base(tmp_path_factory.mktemp("lumea"), charted_base())


@pytest.fixture(scope="session")
def process_environment(lumea: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Environment of a process that answers about the small base and keeps what it compiles in one place."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "PYTHON"))}
    return clean | {"BOT_FACTS": str(lumea), "BOT_DATA_DIR": str(tmp_path_factory.mktemp("data"))}


@pytest.fixture
def run(process_environment: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs commands over the small base with charts, or over another."""
    for name in ("BOT_FACTS", "BOT_DATA_DIR"):
        monkeypatch.setenv(name, process_environment[name])

    def run_it(*arguments: object, facts: Path | None = None) -> Ended:
        if facts is not None:
            monkeypatch.setenv("BOT_FACTS", str(facts))
        return run_command(monkeypatch, capsys, *map(str, arguments))

    return run_it


@pytest_asyncio.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """A stand-in Telegram."""
    async with TelegramServer() as running:
        yield running


@pytest_asyncio.fixture
async def bot(server: TelegramServer) -> AsyncIterator[TelegramBot]:
    """The bot's line to Telegram, leading to the stand-in."""
    async with TelegramBot(
        server.token,
        base_url=f"{server.base_url}/bot",
        request=TelegramRequest(),
        get_updates_request=TelegramRequest(),
        rate_limiter=SentOnce(FloodControl()),
    ) as running:
        yield running


@pytest_asyncio.fixture
async def processes(process_environment: Environment, tmp_path: Path) -> AsyncIterator[Processes]:
    # What a test has answered and kept is its own.
    started = Processes(process_environment | {"BOT_DATABASE_URL": f"sqlite:///{tmp_path}/kept.sqlite3"})
    yield started
    await started.end()
