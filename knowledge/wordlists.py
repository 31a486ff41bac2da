"""The lexicon compiled for look-up by stem: stopwords, fillers, question words, negation, synonyms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from knowledge.lexicon import Asks, Cue, Lexicon
from knowledge.normalise import WordStemmer, tokenise
from knowledge.phrases import PhraseTable

_T = TypeVar("_T")


class WordLists:
    """Look-ups over the word lists of all languages at once; their words rarely collide."""

    def __init__(self, lexicon: Lexicon, stemmer: WordStemmer) -> None:
        self._stemmer = stemmer
        languages = lexicon.words.values()
        self.stopwords = frozenset(token for each in languages for w in each.stopwords for token in tokenise(w))
        self.fillers: PhraseTable[bool] = self._table((text, True) for each in languages for text in each.fillers)
        self.negation: PhraseTable[bool] = self._table((text, True) for each in languages for text in each.negation)
        self.asks: PhraseTable[Asks] = self._table(
            (text, asks) for each in languages for asks, texts in each.asks.items() for text in texts
        )
        self.cues: PhraseTable[Cue] = self._table(
            (text, cue) for each in languages for cue, texts in each.cues.items() for text in texts
        )
        self.yes_or_no: PhraseTable[bool] = self._table((text, True) for each in languages for text in each.yes_or_no)
        self.synonyms: PhraseTable[str] = self._table(
            (text, stemmer.learn("".join(tokenise(group[0]))))
            for each in languages
            for group in each.synonyms
            for text in group
        )
        tables = (self.fillers, self.negation, self.asks, self.cues, self.synonyms)
        self.heads = frozenset(head for table in tables for head in table.heads)
        """Stems with which any entry of any table begins; other words need no look-up."""
        self.words = frozenset(
            token
            for each in languages
            for texts in (
                each.stopwords,
                each.fillers,
                each.negation,
                each.yes_or_no,
                *each.asks.values(),
                *each.cues.values(),
                *each.synonyms,
            )
            for text in texts
            for token in tokenise(text)
        )
        """Every single word in any list."""

    def _table(self, entries: Iterable[tuple[str, _T]]) -> PhraseTable[_T]:
        return PhraseTable(
            ([self._stemmer.learn(token) for token in tokenise(text)], payload) for text, payload in entries
        )
