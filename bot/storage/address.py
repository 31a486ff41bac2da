"""Where the database is: what the settings say, made into what SQLAlchemy opens."""

from __future__ import annotations

import inspect
import os
from importlib.util import find_spec
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigurationError
from bot.settings import Settings

FILE = "mazhilis-bot.sqlite3"
_SQLITE = "sqlite+aiosqlite"
_POSTGRESQL = "postgresql+asyncpg"
_DRIVERS = {
    "sqlite": _SQLITE,
    _SQLITE: _SQLITE,
    "postgres": _POSTGRESQL,
    "postgresql": _POSTGRESQL,
    _POSTGRESQL: _POSTGRESQL,
}


def database_address(settings: Settings) -> URL:
    """The address of the database, with the driver to use. Nothing is opened or made.

    Raises:
        ConfigurationError: the address cannot be; it is not repeated, it may hold a password.
    """
    if settings.database_url is None:
        directory = settings.data_dir or user_data_path("mazhilis-bot")
        return URL.create(_SQLITE, database=str(directory / FILE))
    try:
        address = make_url(settings.database_url.get_secret_value().strip())
    except (ArgumentError, ValueError):
        raise ConfigurationError(
            "BOT_DATABASE_URL is not an address: write postgresql://USER:PASSWORD@HOST/DATABASE or sqlite:///FILE"
        ) from None
    driver = _DRIVERS.get(address.drivername)
    if driver is None:
        raise ConfigurationError("BOT_DATABASE_URL must start with postgresql:// or sqlite:///")
    if driver == _SQLITE and address.database in {None, "", ":memory:"}:
        raise ConfigurationError("BOT_DATABASE_URL names no file: write sqlite:///FILE")
    if driver == _POSTGRESQL:
        if find_spec("asyncpg") is None:
            raise ConfigurationError("PostgreSQL needs asyncpg: pip install 'mazhilis-bot[postgresql]'")
        address = _as_the_driver_says(address)
    return address.set(drivername=driver)


def _as_the_driver_says(address: URL) -> URL:
    """What hosting companies write as `sslmode` is `ssl` to the driver; what it does not know is an error."""
    import asyncpg  # noqa: PLC0415 -- installed only where PostgreSQL is used

    query = dict(address.query)
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
    known = {*inspect.signature(asyncpg.connect).parameters, "prepared_statement_cache_size"}
    unknown = sorted(query.keys() - known)
    if unknown:
        raise ConfigurationError(f"BOT_DATABASE_URL: leave out {', '.join(unknown)} after the question mark")
    return address.set(query=query)


def sqlite_file(address: URL) -> Path | None:
    """The file of a SQLite database; None for another kind, or where the address names it in SQLite's own way."""
    if address.drivername != _SQLITE or address.database is None or address.database.startswith("file:"):
        return None
    return Path(address.database)


def make_file(path: Path) -> None:
    """Make the file and its directory for this user alone; nothing happens to what is there already.

    Raises OSError where that is not possible.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
