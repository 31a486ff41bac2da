"""Questions from standard input, one a line, whatever the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

MAX_LINE = 64 * 1024
"""Bytes of a line that are looked at; the rest of a longer line is skipped, not kept in memory."""


def read_lines(stream: BinaryIO) -> Iterator[str]:
    """Each line as text without its line end, in order; undecodable bytes become U+FFFD.

    An empty line is a line: whoever sends n lines gets n answers.
    """
    while chunk := stream.readline(MAX_LINE):
        rest = chunk
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE)
        yield chunk.decode("utf-8", "replace").rstrip("\r\n")


def as_text(argument: str) -> str:
    """A command-line argument without the lone surrogates that undecodable bytes leave in it."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
