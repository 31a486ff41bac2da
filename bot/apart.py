"""A fact base opened in a process of its own.

Building one takes seconds of work and three times the memory that answering does; whoever is answered meanwhile
shall notice neither. The other process hands over what it made through a pipe, so that it is built there also
where nothing can be kept on disk.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.compiled import kept, unpack
from bot.opening import installed_directory, open_answerer
from knowledge.answer import Answerer

logger = logging.getLogger(__name__)

_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from bot.compiling import hand_over; hand_over()"
"""Modules are found where this process finds them, not in the directory that it happens to be started in."""


class UnsoundError(Exception):
    """A fact base that cannot be opened; `problems` has one line for each reason."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


async def open_apart(facts: Path, cache: Path) -> Answerer:
    """Open a fact base in another process; being cancelled ends that process.

    Args:
        facts: directory of the fact base.
        cache: where the other process keeps what it built, if it can.

    Raises:
        UnsoundError: with every problem; that the other process itself failed is a problem too.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *_command(facts, cache), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, env=_environment(), start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise UnsoundError([f"the check cannot be started ({type(error).__name__})"]) from None
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        lines = output.decode("utf-8", "replace").splitlines()
        raise UnsoundError(lines or [f"the check ended with {process.returncode}"])
    answerer = await asyncio.to_thread(unpack, output)
    if answerer is None:
        raise UnsoundError(["what the check made cannot be read"])
    return answerer


def open_sparingly(facts: Path, cache: Path) -> Answerer:
    """Open a fact base in a process that stays: what has to be built is built in another one, and waited for.

    Raises:
        FactBaseError: with every problem.
    """
    answerer = kept(facts, cache, installed_directory())
    if answerer is None:
        logger.info("compiling the fact base; this takes some seconds, and is done once")
        answerer = _opened_apart(facts, cache)
    # Whatever went wrong there goes wrong again here, where it is said.
    return answerer or open_answerer(facts, cache)


def _opened_apart(facts: Path, cache: Path) -> Answerer | None:
    try:
        ended = subprocess.run(  # noqa: S603 -- our own program
            _command(facts, cache), check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=_environment(),
        )  # fmt: skip
    except OSError:
        return None
    return unpack(ended.stdout) if ended.returncode == 0 else None


def _command(facts: Path, cache: Path) -> list[str]:
    # Without -P, Python would look for modules in the working directory before anything else.
    places = json.dumps([place for place in sys.path if place])
    return [sys.executable, "-P", "-c", _PROGRAM, places, str(facts), str(cache)]


def _environment() -> dict[str, str]:
    """No settings: it needs none, the token least of all."""
    return {name: value for name, value in os.environ.items() if not name.startswith("BOT_")} | {"PYTHONUTF8": "1"}
