"""Greetings, thanks and questions about the bot itself: matched with every word kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.analysis import Question
from knowledge.index import IntentIndex
from knowledge.model import Chat, Language
from knowledge.understand import Analyser

CERTAIN_TALK = 0.95
"""Score from which even a message that names something is small talk ("are you a Kazakh bot")."""
_PROFILE = 0.2
"""Small talk is a list of set phrases: the nearest one says more than all of them together."""


@dataclass(frozen=True, slots=True)
class SmallTalkMatch:
    """The nearest small talk and how near it is, 0 to 1."""

    chat: Chat
    score: float


class SmallTalk:
    """Finds the small talk nearest to a message, among what was written in its language."""

    def __init__(self, chats: Iterable[Chat], analysers: Mapping[Language, Analyser]) -> None:
        """The analysers must be those without a vocabulary; they read the phrasings."""
        self._chats = list(chats)
        self._indexes = {
            language: IntentIndex(
                [
                    [analyser.analyse_verbatim(text).features for text in chat.phrasings.get(language)]
                    for chat in self._chats
                ],
                profile=_PROFILE,
                nearest=1,
            )
            for language, analyser in analysers.items()
        }

    def nearest(self, question: Question, at_least: float = 0.0) -> SmallTalkMatch | None:
        """The nearest small talk, or None where no word is shared with any or none can score `at_least`."""
        message = question.verbatim
        scores = self._indexes[question.language].score(message.features, message.unknown, at_least)
        return SmallTalkMatch(self._chats[scores[0].intent], scores[0].value) if scores else None
