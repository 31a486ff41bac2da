"""The lexicon of one language compiled for look-up by stem: stopwords, fillers, question words, negation, synonyms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from knowledge.lexicon import Asks, Cue, FollowUp, LanguageWords, Time
from knowledge.normalise import tokenise
from knowledge.phrases import PhraseTable
from knowledge.speech import Speech

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the word lists say about a phrase, and about the shorter ones that it begins with."""

    length: int
    """Words of the longest that asks, has a synonym or is a filler; 0 where none does."""
    negation: bool
    cue: Cue | None
    time: Time | None
    asks: Asks | None
    """The kind of answer that the longest asks for."""
    synonym: str | None
    """The stem that stands for the longest and everything that means the same."""
    filler: bool


class WordLists:
    """Look-ups over the word lists of one language."""

    def __init__(self, words: LanguageWords, speech: Speech) -> None:
        self._speech = speech
        self.stopwords = frozenset(word for text in words.stopwords for word in self._normal(text))
        self.yes_or_no: PhraseTable[bool] = self._table((text, True) for text in words.yes_or_no)
        self.meanings = self._meanings(words)
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
                *words.times.values(),
                *words.synonyms,
            )
            for text in texts
            for word in self._normal(text)
        )
        """Normal form of every single word in any list."""

    def _meanings(self, words: LanguageWords) -> PhraseTable[Meaning]:
        fillers = self._table((text, True) for text in words.fillers)
        negation = self._table((text, True) for text in words.negation)
        asks = self._table((text, asks) for asks, texts in words.asks.items() for text in texts)
        cues = self._table((text, cue) for cue, texts in words.cues.items() for text in texts)
        times = self._table((text, time) for time, texts in words.times.items() for text in texts)
        synonyms = self._table(
            (text, self._speech.learn("".join(self._normal(group[0])))) for group in words.synonyms for text in group
        )

        def meaning(phrase: Sequence[str]) -> Meaning:
            cue, time = cues.longest_at(phrase, 0), times.longest_at(phrase, 0)
            ask, synonym, filler = (
                asks.longest_at(phrase, 0),
                synonyms.longest_at(phrase, 0),
                fillers.longest_at(phrase, 0),
            )
            length = max((found[0] for found in (ask, synonym, filler) if found is not None), default=0)
            return Meaning(
                length=length,
                negation=negation.longest_at(phrase, 0) is not None,
                cue=cue[1] if cue is not None else None,
                time=time[1] if time is not None else None,
                asks=ask[1] if ask is not None and ask[0] == length else None,
                synonym=synonym[1] if synonym is not None and synonym[0] == length else None,
                filler=filler is not None,
            )

        phrases = (phrase for table in (fillers, negation, asks, cues, times, synonyms) for phrase in table)
        return PhraseTable((phrase, meaning(phrase)) for phrase in phrases)

    def _normal(self, text: str) -> list[str]:
        return [self._speech.normal(token) for token in tokenise(text)]

    def _table(self, entries: Iterable[tuple[str, _T]]) -> PhraseTable[_T]:
        return PhraseTable(
            ([self._speech.learn(word) for word in self._normal(text)], payload) for text, payload in entries
        )
