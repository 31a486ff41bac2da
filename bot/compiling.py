"""Checks and compiles a fact base in a process of its own: `python -m bot.compiling FACTS CACHE`.

That takes seconds of work, which would make the answers of the running bot wait. The result is left in the cache
(see `bot.compiled`), where loading it takes a fraction of one.

Without arguments it compiles the built-in fact base for all who use this installation. Whoever installs the program
runs that once, and no first start has to.

Exit codes: 0 the fact base is sound, 1 it is not; then standard output has one line for each problem.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.opening import installed_directory, open_answerer
from knowledge.errors import FactBaseError
from knowledge.load import BUILT_IN

_NICENESS = 10
_DIRECTORY_FOR_ALL = 0o755
_FILE_FOR_ALL = 0o644


def main(facts: Path, cache: Path) -> int:
    """Check and compile; prints the problems and returns the exit code."""
    try:
        open_answerer(facts, cache)
    except FactBaseError as error:
        for problem in error.problems:
            print(problem)  # noqa: T201 -- the lines are read by the process that waits for them
        return 1
    return 0


def install(directory: Path) -> int:
    """Compile the built-in fact base into a directory that everybody may read; returns the exit code.

    Raises OSError where this user may not do that.
    """
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(_DIRECTORY_FOR_ALL)
    code = main(BUILT_IN, directory)
    for compiled in directory.glob("*.compiled"):
        compiled.chmod(_FILE_FOR_ALL)
    return code


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # Answering goes first, also on a machine with one core.
    sys.exit(main(*map(Path, sys.argv[1:])) if sys.argv[1:] else install(installed_directory()))
