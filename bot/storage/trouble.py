"""What went wrong with the database, in words for an operator that hold nothing of what was being stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import ConfigurationError

_TABLES = "its tables are not what they should be"
_SQLITE = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY": "its file or directory cannot be written",
    "SQLITE_PERM": "its file or directory cannot be written",
    "SQLITE_CANTOPEN": "its file cannot be opened",
    "SQLITE_BUSY": "another process keeps it locked",
    "SQLITE_LOCKED": "another process keeps it locked",
    "SQLITE_IOERR": "the disk does not read or write",
    "SQLITE_CORRUPT": "its file is damaged",
    "SQLITE_ERROR": _TABLES,
    "SQLITE_NOTADB": "its file is damaged or is no database",
}
_POSTGRESQL = {
    "53100": "the server's disk is full",
    "53300": "the server has too many connections",
    "25006": "the server only reads",
    "42P01": _TABLES,
    "42703": _TABLES,
    "42501": "the server does not allow it to this user",
    "3D000": "the server has no database of this name",
    "08": "the server cannot be reached",
    "28": "the server refuses the user name or password",
    "57": "the server is stopping or starting",
}
"""SQLSTATE codes and, where two characters long, whole classes of them."""


def plain_words(error: BaseException) -> str:
    """The kind of trouble; the same words for the same kind. Never the text of an error: it may quote what was stored.

    A ConfigurationError speaks for itself.
    """
    return next(filter(None, map(_known, _causes(error))), f"it fails ({type(error).__name__})")


def _known(cause: BaseException) -> str | None:
    if isinstance(cause, ConfigurationError):
        return str(cause)
    if isinstance(cause, sqlite3.Error):
        # SQLITE_IOERR_WRITE is a kind of SQLITE_IOERR.
        return _SQLITE.get("_".join(getattr(cause, "sqlite_errorname", "").split("_")[:2]))
    if isinstance(state := getattr(cause, "sqlstate", None), str):
        return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2]) or f"the server reports error {state}"
    if isinstance(cause, TimeoutError | PoolTimeoutError):
        return "it takes too long to answer"
    if isinstance(cause, OSError):
        # What has no file name is the network.
        return f"its file cannot be made ({cause.strerror})" if cause.filename is not None else _POSTGRESQL["08"]
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it was made from, outermost first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = getattr(error, "orig", None) or error.__cause__ or error.__context__
