"""How much one chat and one person may ask: one polite line, then silence, until the minute is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from cachetools import TTLCache

WINDOW_SECONDS = 60
DECIDED_SECONDS = 3_600
"""For so long an update may be tried again."""
INLINE_QUERIES = 4
"""Inline queries for each question that one person may ask: Telegram makes one at every pause in typing."""
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
        per_minute: questions that one chat, and one person in all chats together, may ask in a minute; inline
            queries are counted apart, by person, and may be `INLINE_QUERIES` times as many.
        timer: seconds on a clock that only goes forward.
    """

    def __init__(self, per_minute: int, timer: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._windows: TTLCache[tuple[str, int], _Window] = TTLCache(MAX_COUNTED, WINDOW_SECONDS, timer)
        self._decided: TTLCache[int, Admission] = TTLCache(MAX_COUNTED, DECIDED_SECONDS, timer)

    def admit(self, chat: int | None, person: int | None, update_id: int) -> Admission:
        """Count a question and say what becomes of it; for an update that is tried again, the same as before.

        Args:
            chat: where it was asked; None if that does not count, since anybody may press a button there.
            person: who asked, if known.
            update_id: Telegram's number of the update.
        """
        return self._admit({"chat": chat, "person": person}, self._per_minute, update_id)

    def admit_inline(self, person: int, update_id: int) -> bool:
        """Count an inline query, apart from questions, and say whether it is answered; the same when tried again."""
        most = INLINE_QUERIES * self._per_minute
        return self._admit({"inline": person}, most, update_id) is Admission.ANSWER

    def _admit(self, who: Mapping[str, int | None], most: int, update_id: int) -> Admission:
        decided = self._decided.get(update_id)
        if decided is None:
            decided = self._decided[update_id] = self._decide(who, most)
        return decided

    def _decide(self, who: Mapping[str, int | None], most: int) -> Admission:
        windows = [self._window(kind, number) for kind, number in who.items() if number is not None]
        for window in windows:
            window.asked += 1
        exceeded = [window for window in windows if window.asked > most]
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
