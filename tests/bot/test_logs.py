"""Log lines say what happened, and never hold the token or anybody's words."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest

from bot.logs import set_up_logging
from bot.settings import Settings
from tests.bot.web_support import serving

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
ADDRESS = f"https://api.telegram.org/bot{TOKEN}/getMe"
LIBRARIES = ("httpx", "httpcore", "aiohttp", "telegram", "aiosqlite")
SILENCED = (*LIBRARIES, "asyncio", "uvicorn")
WORDS = "what somebody wrote"

logger = logging.getLogger("bot.some_module")


@pytest.fixture(autouse=True)
def _logging_put_back() -> Iterator[None]:
    """Logging belongs to the whole process: take it over for a test, then give it back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in SILENCED}
    root.handlers = []
    yield
    root.handlers = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def set_up(**settings: Any) -> None:
    set_up_logging(Settings.model_validate({"token": TOKEN} | settings))


def test_a_text_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up()
    logger.info("ready after %d tries", 3)
    written = capsys.readouterr()
    assert written.out == ""
    assert re.fullmatch(r"\d{4}-\d\d-\d\d [\d:,]+ INFO bot\.some_module: ready after 3 tries\n", written.err)


def test_a_json_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(log_format="json")
    logger.warning("not\n“sound”: %s", "қате")
    line = capsys.readouterr().err
    assert line.count("\n") == 1, "a line break in the message breaks no line"
    record = json.loads(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}", record.pop("time"))
    assert record == {"level": "WARNING", "logger": "bot.some_module", "message": "not\n“sound”: қате"}


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("calling %s", (ADDRESS,)),
        (f"calling {ADDRESS} failed", ()),
        ("%s and %r", ({"url": ADDRESS}, ValueError(TOKEN))),
    ],
)
def test_the_token_is_taken_out(
    capsys: pytest.CaptureFixture[str], log_format: str, message: str, arguments: tuple[object, ...]
) -> None:
    set_up(log_format=log_format)
    logger.error(message, *arguments)
    written = capsys.readouterr().err
    assert TOKEN not in written
    assert "<secret>" in written


@given(before=st.text(), after=st.text())
def test_the_token_is_taken_out_wherever_it_stands(before: str, after: str) -> None:
    set_up()
    record = logging.LogRecord("bot.x", logging.INFO, "x.py", 1, "%s", (f"{before}{TOKEN}{after}",), None)
    for handler in logging.getLogger().handlers:
        assert handler.filter(record)
    assert record.getMessage() == f"{before}{TOKEN}{after}".replace(TOKEN, "<secret>")


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_traceback_is_left_out(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    set_up(log_format=log_format)
    try:
        int("what somebody wrote")
    except ValueError:
        logger.exception("handling failed")
    written = capsys.readouterr().err
    assert re.search(r"handling failed \(ValueError at test_logs\.py:\d+ in test_a_traceback_is_left_out\)", written)
    assert WORDS not in written
    assert "Traceback" not in written


@pytest.mark.parametrize(
    ("level", "written"),
    [("DEBUG", ["d", "i", "w"]), ("INFO", ["i", "w"]), ("WARNING", ["w"]), ("ERROR", [])],
)
def test_the_level_says_how_much(capsys: pytest.CaptureFixture[str], level: str, written: list[str]) -> None:
    set_up(log_level=level)
    logger.debug("d")
    logger.info("i")
    logger.warning("w")
    assert [line[-1] for line in capsys.readouterr().err.splitlines()] == written


@pytest.mark.parametrize("library", LIBRARIES)
def test_libraries_are_quiet_even_when_debugging(capsys: pytest.CaptureFixture[str], library: str) -> None:
    set_up(log_level="DEBUG")
    logging.getLogger(library).info("HTTP Request: POST %s", ADDRESS)
    logging.getLogger(f"{library}.client").debug("sending %s", {"text": "what somebody wrote"})
    assert capsys.readouterr().err == ""
    logging.getLogger(library).warning("broken")
    assert "broken" in capsys.readouterr().err


def test_setting_up_twice_does_not_write_twice(capsys: pytest.CaptureFixture[str]) -> None:
    set_up()
    set_up()
    logger.info("once")
    assert capsys.readouterr().err.count("once") == 1


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_every_secret_is_taken_out(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    address = "postgresql+asyncpg://bot:pass-word-1@db.example:5432/bot"
    set_up(log_format=log_format, webhook_secret="hook-secret-1", database_url=address)
    half = TOKEN.partition(":")[2]
    logger.error("%s %s %s %s %s", TOKEN, half, "hook-secret-1", address, "pass-word-1")
    written = capsys.readouterr().err
    assert "<secret> <secret> <secret> <secret> <secret>" in written
    for secret in (half, "hook-secret-1", "pass-word-1"):
        assert secret not in written


@pytest.mark.parametrize("address", ["sqlite+aiosqlite:///bot.sqlite3", "postgresql://bot@db/bot", "http://[bad"])
def test_a_database_address_without_a_password(capsys: pytest.CaptureFixture[str], address: str) -> None:
    set_up(database_url=address)
    logger.info("opening %s now", address)
    assert "opening <secret> now" in capsys.readouterr().err


def test_a_short_secret_takes_no_words_apart(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(webhook_secret="e")
    logger.info("ready")
    assert "ready" in capsys.readouterr().err


class Answering(BaseRequest):
    """Answers every call with one body."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        return 200, self.body


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (f'{{"ok": true, "result": [{{"message": "{WORDS}', 'Can not load invalid JSON data: "…" (JSONDecodeError'),
        (
            f'{{"ok": true, "result": [{{"update_id": 1, "message": {{"text": "{WORDS}"}}}}]}}',
            "Error while parsing updates! Received data was … (KeyError at _message.py:",
        ),
    ],
)
async def test_what_telegram_said_does_not_get_into_the_log(
    capsys: pytest.CaptureFixture[str], body: str, line: str
) -> None:
    set_up()
    request = Answering(body.encode())
    with pytest.raises((TelegramError, KeyError)):
        await Bot(TOKEN, request=request, get_updates_request=request).get_updates()
    written = capsys.readouterr().err
    assert line in written
    assert WORDS not in written


async def test_an_error_that_nobody_waited_for_is_told_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    set_up()

    async def fail(words: str) -> None:
        raise ValueError(words)

    task = asyncio.create_task(fail(WORDS))
    await asyncio.wait({task})
    del task
    gc.collect()
    asyncio.get_running_loop().call_soon(int, WORDS)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    written = capsys.readouterr().err
    assert re.search(r"asyncio: an error nobody waited for \(ValueError at test_logs\.py:\d+ in fail\)", written)
    assert re.search(r"asyncio: an error nobody waited for \(ValueError at events\.py", written)
    assert WORDS not in written


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_an_error_inside_the_web_server_is_one_line_without_its_words(
    capsys: pytest.CaptureFixture[str], log_format: str
) -> None:
    set_up(log_format=log_format, log_level="DEBUG")

    async def broken(_: Request) -> Response:
        raise RuntimeError(WORDS)

    application = Starlette(routes=[Route("/x", broken, methods=["POST"])])
    async with serving(application) as address, aiohttp.ClientSession() as client:
        async with client.post(f"{address}/x?{WORDS}", data=WORDS) as answer:
            assert answer.status == 500
        async with client.get(f"{address}/x", headers={"Upgrade": "websocket", "Connection": "Upgrade"}) as answer:
            assert answer.status == 405
    lines = [line for line in capsys.readouterr().err.splitlines() if "uvicorn" in line]
    assert len(lines) == 1
    assert "Exception in ASGI application (RuntimeError at test_logs.py:" in lines[0]
    assert WORDS not in lines[0]
