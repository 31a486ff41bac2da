"""The fact base is reloaded while the bot answers: checked first, in a process of its own, and refused if it is bad."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.apart import UnsoundError
from bot.health import Health, Part
from bot.memory import settle
from bot.metrics import Metrics
from handlers.errors import where
from knowledge.answer import Answerer

logger = logging.getLogger(__name__)

Open = Callable[[], Awaitable[Answerer]]
"""Opens the fact base as it is now; raises UnsoundError if it cannot be."""

MOST_LINES = 50
"""Problems that are logged one by one."""


class Reloader:
    """Puts a new fact base in the place of the one that answers, or leaves it there.

    Args:
        open_: opens the fact base without disturbing the answers; see `bot.apart.open_apart`.
        use: answers come from this one from now on.
        health: told of a fact base that was refused.
        metrics: told of the version that answers.
    """

    def __init__(
        self,
        open_: Open,
        use: Callable[[Answerer], None],
        health: Health,
        metrics: Metrics,
    ) -> None:
        self._open = open_
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
        try:
            self._take(await self._open())
        except UnsoundError as error:
            self._refuse(error.problems)
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with the new one, the old one answers
            self._refuse([f"taking it failed ({type(error).__name__} at {where(error)})"])
        else:
            return True
        return False

    def _take(self, answerer: Answerer) -> None:
        self._use(answerer)
        settle()
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
