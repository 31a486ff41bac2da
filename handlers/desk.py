"""What every surface shares: the answers, the pictures, the memory, the limits and the counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from telegram import User

from handlers.conversations import Conversations
from handlers.limits import Limits
from handlers.pictures import Pictures
from handlers.ports import Keeper, NothingCounted, NothingKept, Observer
from handlers.speaker import client_language
from knowledge.answer import Answerer
from knowledge.model import Language
from knowledge.texts import Texts

RATE_PER_MINUTE = 60


@dataclass
class Desk:
    """Where questions of all surfaces arrive. `answerer` is replaced when the fact base is read anew."""

    answerer: Answerer
    pictures: Pictures
    keeper: Keeper = field(default_factory=NothingKept)
    observer: Observer = field(default_factory=NothingCounted)
    limits: Limits = field(default_factory=lambda: Limits(RATE_PER_MINUTE, monotonic))
    conversations: Conversations = field(default_factory=lambda: Conversations(monotonic))
    keeps_unanswered: bool = False
    """Whether questions without an answer are kept; /privacy says so."""

    @property
    def texts(self) -> Texts:
        """The interface texts."""
        return self.answerer.texts

    @property
    def commands(self) -> frozenset[str]:
        """Every command that there is."""
        return frozenset(("start", *self.answerer.commands))

    async def preferred(self, chat: int | None, person: User | None) -> Language:
        """The language for whatever shows none: the one the chat chose, or that of the person's Telegram."""
        chosen = await self.keeper.language(chat) if chat is not None else None
        return chosen or client_language(person)
