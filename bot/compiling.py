"""Checks and compiles a fact base in a process of its own: `python -m bot.compiling FACTS CACHE`.

That takes seconds of work, which would make the answers of the running bot wait. The result is left in the cache
(see `bot.compiled`), where loading it takes a fraction of one.

Exit codes: 0 the fact base is sound, 1 it is not; then standard output has one line for each problem.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.opening import open_answerer
from knowledge.errors import FactBaseError

_NICENESS = 10


def main(facts: Path, cache: Path) -> int:
    """Check and compile; prints the problems and returns the exit code."""
    try:
        open_answerer(facts, cache)
    except FactBaseError as error:
        for problem in error.problems:
            print(problem)  # noqa: T201 -- the lines are read by the process that waits for them
        return 1
    return 0


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # Answering goes first, also on a machine with one core.
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
