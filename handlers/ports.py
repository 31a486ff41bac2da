"""What handlers need from the process around them, as they see it. `bot` fulfils these.

Nothing here raises: where keeping or counting fails, the answer still goes out, and the process says so
in its health.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from knowledge.model import Language
from knowledge.reply import ReplyKind


class Surface(StrEnum):
    """Where somebody met the bot; the values are labels of the metrics."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"
    INLINE = "inline"
    GUEST = "guest"
    BUTTON = "button"


class Keeper(Protocol):
    """What outlives a restart: the language a chat chose, counts of feedback, questions without an answer."""

    async def language(self, chat: int) -> Language | None:
        """The language that a chat chose, or None."""

    async def choose_language(self, chat: int, language: Language | None) -> None:
        """Remember what a chat chose; None forgets it."""

    async def vote(self, intent: str, *, helpful: bool) -> None:
        """Count one vote for the answer with this id; who voted is not kept."""

    async def unanswered(self, question: str, language: Language, names: tuple[str, ...] = ()) -> None:
        """Keep a question that found no answer, scrubbed, also of the `names` of whoever asked."""


class Observer(Protocol):
    """Counts what happens, without anybody's words."""

    def replied(self, surface: Surface, kind: ReplyKind, seconds: float) -> None:
        """A question was answered, declined or met with a choice; `seconds` from reading it to knowing the reply."""

    def limited(self, surface: Surface) -> None:
        """A question was not looked at: its chat or its author asks too much."""


class NothingKept:
    """A Keeper that forgets at once: no database, nothing to answer for."""

    async def language(self, chat: int) -> Language | None:
        """No language is ever remembered."""

    async def choose_language(self, chat: int, language: Language | None) -> None:
        """Nothing is kept."""

    async def vote(self, intent: str, *, helpful: bool) -> None:
        """Nothing is counted."""

    async def unanswered(self, question: str, language: Language, names: tuple[str, ...] = ()) -> None:
        """Nothing is kept."""


class NothingCounted:
    """An Observer that looks away."""

    def replied(self, surface: Surface, kind: ReplyKind, seconds: float) -> None:
        """Nothing is counted."""

    def limited(self, surface: Surface) -> None:
        """Nothing is counted."""
