"""Greetings, thanks and questions about the bot itself: matched with every word kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.analysis import Question
from knowledge.index import IntentIndex
from knowledge.model import Chat, Language
from knowledge.normalise import clean
from knowledge.signs import Signs
from knowledge.understand import Analyser

_PROFILE = 0.2
"""Small talk is a list of set phrases: the nearest one says more than all of them together."""


@dataclass(frozen=True, slots=True)
class SmallTalkMatch:
    """The nearest small talk and how near it is, 0 to 1."""

    chat: Chat
    score: float
    certain: bool = False
    """Whether the whole message is one of its phrasings or signs: then it need not be nearer than a fact."""


class SmallTalk:
    """Finds the small talk nearest to a message, among what was written in its language."""

    def __init__(
        self, chats: Iterable[Chat], asked: Iterable[tuple[Language, str]], analysers: Mapping[Language, Analyser]
    ) -> None:
        """The analysers must be those without a vocabulary; they read the phrasings.

        `asked` are the wordings of everything else: small talk in the same words is not certain.
        """
        self._chats = list(chats)
        self._said = _said(self._chats, asked, analysers)
        self._signs = Signs({sign: chat for chat in self._chats for sign in chat.signs})
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

    def said(self, question: Question) -> SmallTalkMatch | None:
        """The small talk that has the whole message among its phrasings, but for case and punctuation."""
        chat = self._said[question.language].get(question.words)
        return SmallTalkMatch(chat, 1.0, certain=True) if chat is not None else None

    def signed(self, text: str) -> SmallTalkMatch | None:
        """The small talk that a cleaned text without a word stands for by its first sign that has a meaning."""
        chat = self._signs.meaning(text)
        return SmallTalkMatch(chat, 1.0, certain=True) if chat is not None else None

    def nearest(self, question: Question, at_least: float = 0.0) -> SmallTalkMatch | None:
        """The nearest small talk, or None where no word is shared with any or none can score `at_least`."""
        message = question.verbatim
        scores = self._indexes[question.language].score(message.features, message.unknown, at_least)
        return SmallTalkMatch(self._chats[scores[0].intent], scores[0].value) if scores else None


def _said(
    chats: Iterable[Chat], asked: Iterable[tuple[Language, str]], analysers: Mapping[Language, Analyser]
) -> dict[Language, dict[tuple[str, ...], Chat]]:
    """The words of every phrasing in their normal form -> the small talk, without those that ask for something else."""
    found: dict[Language, dict[tuple[str, ...], Chat]] = {language: {} for language in analysers}
    for chat in chats:
        for language, analyser in analysers.items():
            for text in chat.phrasings.get(language):
                found[language].setdefault(_words(analyser, text), chat)
    for language, text in asked:
        found[language].pop(_words(analysers[language], text), None)
    for phrasings in found.values():
        phrasings.pop((), None)
    return found


def _words(analyser: Analyser, text: str) -> tuple[str, ...]:
    return tuple(analyser.normal_words(clean(text)))
