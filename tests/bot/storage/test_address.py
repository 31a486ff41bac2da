"""Which database the settings name, and what is said of those that cannot be."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from platformdirs import user_data_path

from bot.errors import ConfigurationError
from bot.health import Health
from bot.settings import Settings
from bot.storage import open_storage
from bot.storage.address import FILE, database_address, make_file, sqlite_file

SECRET = "s3cret"


def address(url: str | None = None, data_dir: Path | None = None) -> str:
    settings = Settings.model_validate({"database_url": url, "data_dir": data_dir})
    return database_address(settings).render_as_string(hide_password=False)


def test_a_file_in_the_data_directory_if_nothing_else_is_said(tmp_path: Path) -> None:
    assert address(data_dir=tmp_path) == f"sqlite+aiosqlite:///{tmp_path}/mazhilis-bot.sqlite3"
    assert address() == f"sqlite+aiosqlite:///{user_data_path('mazhilis-bot') / FILE}"


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("postgresql://me:s3cret@db/bot", "postgresql+asyncpg://me:s3cret@db/bot"),
        ("postgresql+asyncpg://me:s3cret@db:5433/bot", "postgresql+asyncpg://me:s3cret@db:5433/bot"),
        (" postgres://me:s3cret@db/bot\n", "postgresql+asyncpg://me:s3cret@db/bot"),
        ("postgresql://db/bot?sslmode=require", "postgresql+asyncpg://db/bot?ssl=require"),
        ("sqlite:////var/lib/bot.sqlite3", "sqlite+aiosqlite:////var/lib/bot.sqlite3"),
        ("sqlite+aiosqlite:///bot.sqlite3", "sqlite+aiosqlite:///bot.sqlite3"),
    ],
)
def test_the_usual_ways_to_write_an_address(url: str, opened: str) -> None:
    assert address(url) == opened


@pytest.mark.parametrize(
    ("url", "line"),
    [
        (
            f"me:{SECRET}@db",
            "BOT_DATABASE_URL is not an address: write postgresql://USER:PASSWORD@HOST/DATABASE or sqlite:///FILE",
        ),
        (
            f"postgresql://me:{SECRET}@db:port/bot",
            "BOT_DATABASE_URL is not an address: write postgresql://USER:PASSWORD@HOST/DATABASE or sqlite:///FILE",
        ),
        (f"mysql://me:{SECRET}@db/bot", "BOT_DATABASE_URL must start with postgresql:// or sqlite:///"),
        ("sqlite://", "BOT_DATABASE_URL names no file: write sqlite:///FILE"),
        ("sqlite:///:memory:", "BOT_DATABASE_URL names no file: write sqlite:///FILE"),
        (
            f"postgresql://me:{SECRET}@db/bot?channel_binding=require&sslmode=require",
            "BOT_DATABASE_URL: leave out channel_binding after the question mark",
        ),
    ],
)
def test_what_cannot_be_is_one_line_without_the_address(url: str, line: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        address(url)
    assert str(caught.value) == line
    with pytest.raises(ConfigurationError):
        open_storage(Settings.model_validate({"database_url": url}), Health())


def test_without_its_driver_postgresql_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.address.find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match=r"pip install 'mazhilis-bot\[postgresql\]'"):
        address("postgresql://db/bot")


def test_the_file_and_its_directory_are_for_nobody_else(tmp_path: Path) -> None:
    file = sqlite_file(database_address(Settings(data_dir=tmp_path / "new")))
    assert file is not None
    make_file(file)
    make_file(file)
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("url", ["postgresql://db/bot", "sqlite:///file:/x?mode=ro&uri=true"])
def test_no_file_is_made_for_a_server_or_what_sqlite_names_itself(url: str) -> None:
    assert sqlite_file(database_address(Settings.model_validate({"database_url": url}))) is None
