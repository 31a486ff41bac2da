"""Every kind of trouble has words of its own, and none of them quotes what was being stored."""

from __future__ import annotations

import sqlite3

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import ConfigurationError
from bot.storage.trouble import plain_words

PRIVATE = "who is Aigul"


def sqlite_error(name: str) -> OperationalError:
    error = sqlite3.OperationalError(PRIVATE)
    error.sqlite_errorname = name
    return OperationalError(PRIVATE, {"question": PRIVATE}, error)


def postgresql_error(kind: type[asyncpg.PostgresError]) -> DBAPIError:
    adapted = Exception(PRIVATE)
    adapted.__cause__ = kind(PRIVATE)
    return DBAPIError(PRIVATE, {"question": PRIVATE}, adapted)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (sqlite_error("SQLITE_FULL"), "the disk is full"),
        (sqlite_error("SQLITE_IOERR_WRITE"), "the disk does not read or write"),
        (sqlite_error("SQLITE_READONLY_DIRECTORY"), "its file or directory cannot be written"),
        (sqlite_error("SQLITE_BUSY_SNAPSHOT"), "another process keeps it locked"),
        (sqlite_error("SQLITE_SOMETHING"), "it fails (OperationalError)"),
        (sqlite3.ProgrammingError(PRIVATE), "it fails (ProgrammingError)"),
        (postgresql_error(asyncpg.DiskFullError), "the server's disk is full"),
        (postgresql_error(asyncpg.TooManyConnectionsError), "the server has too many connections"),
        (postgresql_error(asyncpg.ReadOnlySQLTransactionError), "the server only reads"),
        (postgresql_error(asyncpg.AdminShutdownError), "the server is stopping or starting"),
        (postgresql_error(asyncpg.CannotConnectNowError), "the server is stopping or starting"),
        (postgresql_error(asyncpg.DivisionByZeroError), "the server reports error 22012"),
        (asyncpg.InvalidPasswordError(PRIVATE), "the server refuses the user name or password"),
        (asyncpg.InsufficientPrivilegeError(PRIVATE), "the server does not allow it to this user"),
        (ConnectionRefusedError(111, PRIVATE), "the server cannot be reached"),
        (OSError(PRIVATE), "the server cannot be reached"),
        (PermissionError(13, "Permission denied", "/data"), "its file cannot be made (Permission denied)"),
        (OSError(28, "No space left on device", "/data"), "its file cannot be made (No space left on device)"),
        (TimeoutError(), "it takes too long to answer"),
        (PoolTimeoutError(PRIVATE), "it takes too long to answer"),
        (ConfigurationError("made by a newer version"), "made by a newer version"),
        (ValueError(PRIVATE), "it fails (ValueError)"),
    ],
)
def test_words_for_an_operator(error: Exception, words: str) -> None:
    assert plain_words(error) == words


def test_an_error_that_caused_itself_ends() -> None:
    error = ValueError(PRIVATE)
    other = KeyError(PRIVATE)
    error.__cause__, other.__cause__ = other, error
    assert plain_words(error) == "it fails (ValueError)"
