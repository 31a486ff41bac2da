"""The fact base is reloaded while the bot answers: checked first, in a process of its own, and refused if it is bad."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bot.health import Health, Part
from bot.metrics import Metrics
from knowledge.answer import Answerer
from knowledge.errors import FactBaseError

logger = logging.getLogger(__name__)

Check = Callable[[], Awaitable[Sequence[str]]]
"""Every problem with the fact base, one line each; none if it is sound."""

MOST_LINES = 50
"""Problems that are logged one by one."""


async def check_apart(facts: Path, cache: Path) -> tuple[str, ...]:
    """Check a fact base in another process, which leaves it compiled in `cache`; being cancelled ends that process.

    Returns:
        Every problem, one line each; that the check itself failed is a problem too.
    """
    # It needs no settings and gets none, the token least of all.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    environment["PYTHONUTF8"] = "1"
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.compiling", facts, cache,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=environment, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        return (f"the check cannot be started ({type(error).__name__})",)
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        return ()
    return tuple(output.decode("utf-8", "replace").splitlines()) or (f"the check ended with {process.returncode}",)


class Reloader:
    """Puts a new fact base in the place of the one that answers, or leaves it there.

    Args:
        check: looks at the fact base without disturbing the answers; see `check_apart`.
        load: opens what was found sound; called in a thread.
        use: answers come from this one from now on.
        health: told of a fact base that was refused.
        metrics: told of the version that answers.
    """

    def __init__(
        self,
        check: Check,
        load: Callable[[], Answerer],
        use: Callable[[Answerer], None],
        health: Health,
        metrics: Metrics,
    ) -> None:
        self._check = check
        self._load = load
        self._use = use
        self._health = health
        self._metrics = metrics
        self._wanted = asyncio.Event()

    def request(self) -> None:
        """Reload soon; made for a signal handler. Requests that come while one is at work make one more."""
        self._wanted.set()

    async def run(self) -> None:
        """Reload whenever it is requested, until cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await self.reload()

    async def reload(self) -> bool:
        """Reload now; false if the new fact base was refused and the old one goes on answering."""
        logger.info("reloading the fact base")
        problems = await self._check()
        if not problems:
            try:
                answerer = await asyncio.to_thread(self._load)
            except FactBaseError as error:
                # It was changed again after the check.
                problems = [str(problem) for problem in error.problems]
            except Exception as error:  # noqa: BLE001 -- whatever is wrong with the new one, the old one answers
                problems = [f"loading it failed ({type(error).__name__})"]
            else:
                self._take(answerer)
                return True
        self._refuse(problems)
        return False

    def _take(self, answerer: Answerer) -> None:
        self._use(answerer)
        # As at the start: it stays as it is, and the collector need not walk through it again and again.
        gc.freeze()
        base = answerer.base
        self._metrics.fact_base(base.version, len(base.facts))
        self._metrics.reloaded(loaded=True)
        self._health.well(Part.FACT_BASE)
        logger.info("fact base %s, %d facts", base.version, len(base.facts))

    def _refuse(self, problems: Sequence[str]) -> None:
        for problem in problems[:MOST_LINES]:
            logger.error("fact base: %s", problem)
        if len(problems) > MOST_LINES:
            logger.error("fact base: and %d more; `mazhilis-bot check` shows them all", len(problems) - MOST_LINES)
        logger.error("the new fact base is refused; the old one goes on answering")
        self._metrics.reloaded(loaded=False)
        self._health.trouble(
            Part.FACT_BASE, f"a new one was refused (problems: {len(problems)}, see the log); the old one answers"
        )
