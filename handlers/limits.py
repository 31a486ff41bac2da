"""How much one chat and one person may ask: one polite line, then silence, until the minute is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from cachetools import TTLCache

WINDOW_SECONDS = 60
MAX_COUNTED = 20_000
"""Chats and people counted at once; beyond them the longest unused are forgotten."""


class Admission(Enum):
    """What becomes of a question."""

    ANSWER = "answer"
    SAY_SO = "say so"
    """It is not answered, and for the first time in this minute."""
    SILENCE = "silence"


@dataclass(slots=True)
class _Window:
    """A minute that began with somebody's first question."""

    asked: int = 0
    said_so: bool = False


class Limits:
    """Counts questions by chat and by person.

    Args:
        per_minute: questions that one chat, and one person in all chats together, may ask in a minute.
        timer: seconds on a clock that only goes forward.
    """

    def __init__(self, per_minute: int, timer: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._windows: TTLCache[tuple[str, int], _Window] = TTLCache(MAX_COUNTED, WINDOW_SECONDS, timer)

    def admit(self, chat: int, person: int | None) -> Admission:
        """Count a question and say what becomes of it."""
        windows = [self._window("chat", chat)]
        if person is not None:
            windows.append(self._window("person", person))
        for window in windows:
            window.asked += 1
        exceeded = [window for window in windows if window.asked > self._per_minute]
        if not exceeded:
            return Admission.ANSWER
        told = any(window.said_so for window in exceeded)
        for window in exceeded:
            window.said_so = True
        return Admission.SILENCE if told else Admission.SAY_SO

    def _window(self, kind: str, number: int) -> _Window:
        window = self._windows.get((kind, number))
        if window is None:
            window = self._windows[kind, number] = _Window()
        return window
