"""Log lines say what happened, and never hold the token or anybody's words."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import set_up_logging
from bot.settings import Settings

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
ADDRESS = f"https://api.telegram.org/bot{TOKEN}/getMe"
LIBRARIES = ("httpx", "httpcore", "aiohttp", "telegram", "asyncio")

logger = logging.getLogger("bot.some_module")


@pytest.fixture(autouse=True)
def _logging_put_back() -> Iterator[None]:
    """Logging belongs to the whole process: take it over for a test, then give it back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in LIBRARIES}
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
    assert "<token>" in written


@given(before=st.text(), after=st.text())
def test_the_token_is_taken_out_wherever_it_stands(before: str, after: str) -> None:
    set_up()
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, "%s", (f"{before}{TOKEN}{after}",), None)
    for handler in logging.getLogger().handlers:
        assert handler.filter(record)
    assert record.getMessage() == f"{before}{TOKEN}{after}".replace(TOKEN, "<token>")


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_traceback_is_left_out(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    set_up(log_format=log_format)
    try:
        int("what somebody wrote")
    except ValueError:
        logger.exception("handling failed")
    written = capsys.readouterr().err
    assert "handling failed" in written
    assert "what somebody wrote" not in written
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
