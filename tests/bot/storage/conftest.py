"""The same tests on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.bot.storage.postgresql import PostgresqlServer, find_binaries
from tests.bot.storage.support import Place, execute_alone

GIVEN = os.environ.get("BOT_TEST_POSTGRESQL")
"""Address of a PostgreSQL database whose user may make others; read before settings are put out of the way."""


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """A server of our own, running."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: no initdb on PATH or in /usr/lib/postgresql")
    server = PostgresqlServer(binaries)
    try:
        server.start()
        yield server
    finally:
        server.end()


@pytest.fixture(scope="session")
def postgresql_address(request: pytest.FixtureRequest) -> str:
    """Address of a database on the server that is named, or else on one of our own."""
    if GIVEN:
        return GIVEN
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    return server.address


@pytest.fixture(scope="session")
def postgresql_database(postgresql_address: str) -> Iterator[str]:
    """Address of a database of our own on a PostgreSQL server."""
    name = f"mazhilis_test_{os.getpid()}"
    execute_alone(postgresql_address, f"CREATE DATABASE {name}")
    yield make_url(postgresql_address).set(database=name).render_as_string(hide_password=False)
    execute_alone(postgresql_address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgresql(postgresql_database: str) -> Place:
    """An empty database on a PostgreSQL server."""
    execute_alone(postgresql_database, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return Place({"database_url": postgresql_database})


@pytest.fixture
def sqlite(tmp_path: Path) -> Place:
    """A directory for a SQLite file."""
    return Place({"data_dir": tmp_path / "data"})


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Place:
    """Where a database may be made: each test runs on both kinds."""
    found: Place = request.getfixturevalue(request.param)
    return found
