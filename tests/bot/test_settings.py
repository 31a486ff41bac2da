"""Settings come from BOT_ variables; what cannot be is one clear line that never repeats a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import build_application, make_desk
from bot.errors import ConfigurationError
from bot.opening import cache_directory, facts_directory
from bot.settings import LogFormat, LogLevel, Settings, read_settings
from knowledge.answer import Answerer
from knowledge.load import BUILT_IN

SECRET = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings()
    assert settings.token is None
    assert settings.api_url == "https://api.telegram.org"
    assert settings.facts is None
    assert settings.log_level is LogLevel.INFO
    assert settings.log_format is LogFormat.TEXT


def test_every_setting_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "BOT_TOKEN": SECRET,
        "BOT_API_URL": "http://127.0.0.1:8081",
        "BOT_FACTS": "/srv/facts",
        "BOT_LOG_LEVEL": "ERROR",
        "BOT_LOG_FORMAT": "json",
    }.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert settings.token is not None
    assert settings.token.get_secret_value() == SECRET
    assert settings.api_url == "http://127.0.0.1:8081"
    assert settings.facts == Path("/srv/facts")
    assert settings.log_level is LogLevel.ERROR
    assert settings.log_format is LogFormat.JSON


@pytest.mark.parametrize("name", ["BOT_TOKEN", "BOT_API_URL", "BOT_FACTS", "BOT_LOG_LEVEL", "BOT_LOG_FORMAT"])
def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    usual = read_settings()
    monkeypatch.setenv(name, "")
    assert read_settings() == usual


@pytest.mark.parametrize("level", ["debug", "Debug", "DEBUG"])
def test_the_log_level_in_any_case(monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    monkeypatch.setenv("BOT_LOG_LEVEL", level)
    assert read_settings().log_level is LogLevel.DEBUG


@pytest.mark.parametrize("address", ["http://localhost:8081/", "http://localhost:8081//", "http://localhost:8081"])
def test_slashes_at_the_end_of_the_address_do_not_matter(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("BOT_API_URL", address)
    assert read_settings().api_url == "http://localhost:8081"


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("BOT_API_URL", "ftp://s3cret@host", "BOT_API_URL: must start with http:// or https://"),
        ("BOT_API_URL", "api.s3cret.org", "BOT_API_URL: must start with http:// or https://"),
        (
            "BOT_LOG_LEVEL",
            "s3cret",
            "BOT_LOG_LEVEL: Input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'",
        ),
        ("BOT_LOG_FORMAT", "s3cret", "BOT_LOG_FORMAT: Input should be 'text' or 'json'"),
        ("BOT_API_URL", "http://", "BOT_API_URL: names no host"),
        ("BOT_API_URL", "http://[s3cret", "BOT_API_URL: names no host"),
        ("BOT_WEBHOOK_URL", "https://", "BOT_WEBHOOK_URL: names no host"),
        (
            "BOT_WEBHOOK_URL",
            "http://s3cret.org/hook",
            "BOT_WEBHOOK_URL: must start with https://, Telegram posts nowhere else",
        ),
        ("BOT_WEBHOOK_SECRET", "s3cret!", "BOT_WEBHOOK_SECRET: must be 1 to 256 letters, digits, _ and -"),
        ("BOT_LISTEN", "s3cret", "BOT_LISTEN: must be host:port, for example 127.0.0.1:8080"),
    ],
)
def test_what_cannot_be_is_one_line_without_the_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as caught:
        read_settings()
    assert str(caught.value) == line


def test_two_mistakes_are_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_API_URL", "nowhere")
    monkeypatch.setenv("BOT_LOG_FORMAT", "xml")
    with pytest.raises(ConfigurationError) as caught:
        read_settings()
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == ["BOT_API_URL", "BOT_LOG_FORMAT"]


def test_the_token_is_never_shown() -> None:
    settings = Settings.model_validate({"token": SECRET})
    for shown in (repr(settings), str(settings), settings.model_dump_json(), f"{settings.token}"):
        assert SECRET.split(":")[1] not in shown


def test_without_a_token_there_is_no_application(small: Answerer) -> None:
    with pytest.raises(ConfigurationError, match="BOT_TOKEN is not set"):
        build_application(read_settings(), make_desk(read_settings(), small))


def test_where_facts_and_compiled_bases_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert facts_directory() == BUILT_IN
    assert cache_directory().name == "mazhilis-bot"
    monkeypatch.setenv("BOT_FACTS", str(tmp_path / "facts"))
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "data"))
    assert facts_directory() == tmp_path / "facts"
    assert cache_directory() == tmp_path / "data" / "cache"


def test_a_line_end_that_came_along_with_the_token_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", f" {SECRET}\n")
    token = read_settings().token
    assert token is not None
    assert token.get_secret_value() == SECRET
