"""The lexicon of one language compiled for look-up by stem: stopwords, fillers, question words, negation, synonyms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from knowledge.lexicon import Asks, Cue, FollowUp, LanguageWords
from knowledge.normalise import tokenise
from knowledge.phrases import PhraseTable
from knowledge.speech import Speech

_T = TypeVar("_T")


class WordLists:
    """Look-ups over the word lists of one language."""

    def __init__(self, words: LanguageWords, speech: Speech) -> None:
        self._speech = speech
        self.stopwords = frozenset(word for text in words.stopwords for word in self._normal(text))
        self.fillers: PhraseTable[bool] = self._table((text, True) for text in words.fillers)
        self.negation: PhraseTable[bool] = self._table((text, True) for text in words.negation)
        self.yes_or_no: PhraseTable[bool] = self._table((text, True) for text in words.yes_or_no)
        self.asks: PhraseTable[Asks] = self._table((text, asks) for asks, texts in words.asks.items() for text in texts)
        self.cues: PhraseTable[Cue] = self._table((text, cue) for cue, texts in words.cues.items() for text in texts)
        self.synonyms: PhraseTable[str] = self._table(
            (text, speech.learn("".join(self._normal(group[0])))) for group in words.synonyms for text in group
        )
        tables = (self.fillers, self.negation, self.asks, self.cues, self.synonyms)
        self.heads = frozenset(head for table in tables for head in table.heads)
        """Stems with which any entry of any table begins; other words need no look-up."""
        self.follow_ups = {
            kind: frozenset(tuple(self._normal(text)) for text in words.follow_ups.get(kind, ())) for kind in FollowUp
        }
        """Normal forms of the messages that follow up an answer."""
        self.words = frozenset(
            word
            for texts in (
                words.stopwords,
                words.fillers,
                words.negation,
                words.yes_or_no,
                *words.asks.values(),
                *words.cues.values(),
                *words.synonyms,
            )
            for text in texts
            for word in self._normal(text)
        )
        """Normal form of every single word in any list."""

    def _normal(self, text: str) -> list[str]:
        return [self._speech.normal(token) for token in tokenise(text)]

    def _table(self, entries: Iterable[tuple[str, _T]]) -> PhraseTable[_T]:
        return PhraseTable(
            ([self._speech.learn(word) for word in self._normal(text)], payload) for text, payload in entries
        )
