"""People who write to a bot over the stand-in server, each in a chat of their own, and when they are answered."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.telegram_server import Call, TelegramServer
from tests.telegram_server.people import user

FIRST_PERSON = 10_001
PATIENCE = 120.0
"""Seconds until an answer that does not come is given up."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody writes, and the language of their Telegram."""

    text: str
    language: str


IsAnswer = Callable[[str, str], bool]
"""Whether the second text is a full answer to the first."""


@dataclass(frozen=True, slots=True)
class Latencies:
    """Milliseconds from when a question was there to be fetched until its answer was at the server."""

    milliseconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of the answers are faster."""
        return statistics.median(self.milliseconds)

    @property
    def p99(self) -> float:
        """One answer in a hundred is slower."""
        return sorted(self.milliseconds)[int(0.99 * (len(self.milliseconds) - 1))]


class Crowd:
    """Asks questions and notes the answers. Nobody asks twice, so no answer depends on another.

    Args:
        questions: asked in turn, again from the beginning when they are all asked.
        is_answer: an answer that does not pass ends the measurement.

    Attributes:
        server: where the bot finds the questions; start it before asking.
    """

    def __init__(self, questions: Sequence[Question], is_answer: IsAnswer) -> None:
        self.server = TelegramServer(on_call=self._note)
        self._questions = itertools.cycle(questions)
        self._people = itertools.count(FIRST_PERSON)
        self._is_answer = is_answer
        self._waiting: dict[int, str] = {}
        self._asked: dict[int, float] = {}
        self._arrived: dict[int, float] = {}
        self._trouble: list[str] = []
        self._changed = asyncio.Event()

    async def burst(self, count: int) -> float:
        """Ask many at once. Returns the answers a second."""
        for _ in range(count):
            self._ask()
        begun = time.perf_counter()  # the server could not hand out anything before
        await self._settled()
        return count / (time.perf_counter() - begun)

    async def stream(self, a_second: float, seconds: float) -> Latencies:
        """Ask at an even pace."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        people = []
        for number in range(round(a_second * seconds)):
            await asyncio.sleep(begun + number / a_second - loop.time())
            people.append(self._ask())
        await self._settled()
        return Latencies(tuple(1000 * (self._arrived[each] - self._asked[each]) for each in people))

    async def quiet(self, seconds: float = 1.0) -> None:
        """Wait until the bot has been idle for a while: what it does beside answering would be measured too."""
        seen = -1
        while seen != len(self.server.calls):
            seen = len(self.server.calls)
            await asyncio.sleep(seconds)

    def _ask(self) -> int:
        question, person = next(self._questions), next(self._people)
        self._waiting[person] = question.text
        updates = self.server.updates
        update = updates.private_text(question.text, user(person, language_code=question.language))
        self._asked[person] = time.time()
        self.server.push(update)
        return person

    async def _settled(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while self._waiting and not self._trouble:
                self._changed.clear()
                await self._changed.wait()
        if self._trouble:
            raise RuntimeError(self._trouble[0])

    def _note(self, call: Call) -> None:
        if not call.ok:
            self._trouble.append(f"{call.method} was refused: {call.error}")
        elif call.method == "sendMessage":
            person, text = call.params["chat_id"], call.params["text"]
            question = self._waiting.pop(person, None)
            if question is None or not self._is_answer(question, text):
                self._trouble.append(f"{question!r} was answered with {text!r}")
            self._arrived[person] = call.time
        if not self._waiting or self._trouble:
            self._changed.set()
