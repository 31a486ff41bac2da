"""Compiles fact bases.

As a program, `python -m bot.compiling`, it compiles the built-in fact base for all who use this installation (see
`bot.compiled`). Whoever installs the program runs that once, and no first start has to.

`hand_over` is what `bot.apart` runs in a process of its own.

Exit codes: 0 the fact base is sound, 1 it is not; then standard output has one line for each problem.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.compiled import pack
from bot.opening import installed_directory, open_answerer
from knowledge.answer import Answerer
from knowledge.errors import FactBaseError
from knowledge.load import BUILT_IN

_NICENESS = 10
_DIRECTORY_FOR_ALL = 0o755
_FILE_FOR_ALL = 0o644


def hand_over() -> None:
    """Open the fact base that the last two arguments name, with its cache; ends with it on standard output."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # Answering goes first, also on a machine with one core.
    answerer = _opened(*map(Path, sys.argv[-2:]))
    if answerer is None:
        sys.exit(1)
    pack(answerer, sys.stdout.buffer)


def install(directory: Path) -> int:
    """Compile the built-in fact base into a directory that everybody may read; returns the exit code.

    Raises OSError where this user may not do that.
    """
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(_DIRECTORY_FOR_ALL)
    answerer = _opened(BUILT_IN, directory)
    for compiled in directory.glob("*.compiled"):
        compiled.chmod(_FILE_FOR_ALL)
    return 0 if answerer is not None else 1


def _opened(facts: Path, cache: Path) -> Answerer | None:
    """Check and compile; None for a fact base that is not sound, after printing every problem."""
    try:
        return open_answerer(facts, cache)
    except FactBaseError as error:
        for problem in error.problems:
            print(problem)  # noqa: T201 -- the lines are read by the process that waits for them
        return None


if __name__ == "__main__":
    sys.exit(install(installed_directory()))
