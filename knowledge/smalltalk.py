"""Greetings, thanks and questions about the bot itself: matched with every word kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.index import IntentIndex
from knowledge.model import Chat
from knowledge.normalise import clean, tokenise
from knowledge.understand import Analyser, Analysis

_PROFILE = 0.2
"""Small talk is a list of set phrases: the nearest one says more than all of them together."""


@dataclass(frozen=True, slots=True)
class SmallTalkMatch:
    """The nearest small talk and how near it is, 0 to 1."""

    chat: Chat
    score: float


class SmallTalk:
    """Finds the small talk nearest to a message."""

    def __init__(self, chats: Iterable[Chat], reader: Analyser) -> None:
        """`reader` must be one without a vocabulary; it reads the phrasings."""
        self._chats = list(chats)
        phrasings = [[tokenise(clean(text)) for text in chat.phrasings.all()] for chat in self._chats]
        self.words = frozenset(word for tokens_of in phrasings for tokens in tokens_of for word in tokens)
        """Every word of the phrasings."""
        self._index = IntentIndex(
            [[reader.analyse_verbatim(tokens).features for tokens in tokens_of] for tokens_of in phrasings],
            profile=_PROFILE,
            nearest=1,
        )

    def nearest(self, verbatim: Analysis) -> SmallTalkMatch | None:
        """The nearest small talk, or None where no word is shared with any."""
        scores = self._index.score(verbatim.features, verbatim.unknown)
        return SmallTalkMatch(self._chats[scores[0].intent], scores[0].value) if scores else None
