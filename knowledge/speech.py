"""One language's words brought to a form that can be compared, however they were typed, and to their stems.

A Kazakh word may come without its letters (канша for қанша) or in Latin script (qansha); a Russian one in
Latin (skolko) or with е for ё. Each language has one normal form for all of these. English and Russian are
stemmed by Porter's Snowball algorithms; for Kazakh, which has none, endings of a list are taken off the end
one after another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import Stemmer
from pydantic import Field

from knowledge.model import Language, Record

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-zäáçéğǵıñńöóşúüūýž]")
MIN_STEM = 3
"""Letters that taking off an ending must leave."""


class Keyboard(Record):
    """The same keys on two layouts, key by key."""

    latin: str
    cyrillic: str


class Scripts(Record):
    """How each language is typed with other letters; see `knowledge/language/scripts.yaml`."""

    letters: Mapping[Language, Mapping[str, str]] = Field(default_factory=dict)
    latin: Mapping[Language, Mapping[str, str]] = Field(default_factory=dict)
    keyboard: Keyboard


class Speech:
    """Normal forms and stems of one language."""

    def __init__(
        self,
        language: Language,
        scripts: Scripts,
        endings: Sequence[str] = (),
        misspellings: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`endings` are taken off words of a language that has no Snowball stemmer; `misspellings` are by the word."""
        self.language = language
        self._letters = str.maketrans(dict(scripts.letters.get(language, {})))
        self._latin = dict(scripts.latin.get(language, {}))
        self._syllable = re.compile("|".join(sorted(self._latin, key=len, reverse=True))) if self._latin else None
        self._meant: dict[str, str] = {}  # empty while both sides of it are brought to their normal form
        spelt = misspellings or {}
        self._meant = {self.normal(wrong): self.normal(word) for word, each in spelt.items() for wrong in each}
        self._endings = frozenset(self.normal(ending) for ending in endings)
        self._ending_lengths = sorted({len(ending) for ending in self._endings}, reverse=True)
        self._snowball = _snowball(language)
        self._known: dict[str, str] = {}

    def __getstate__(self) -> dict[str, object]:
        # The stemmer is a C object that cannot be kept; it is made anew.
        return {name: value for name, value in self.__dict__.items() if name != "_snowball"}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._snowball = _snowball(self.language)

    @property
    def inflects_names(self) -> bool:
        """Whether names change with their case, so that they must be found by their stems too."""
        return self.language is not Language.EN

    def is_native(self, tokens: Sequence[str]) -> bool:
        """Whether a text is written in the language's own alphabet."""
        return all(_CYRILLIC.search(token) or not _LATIN.search(token) for token in tokens) or not self._latin

    def normal(self, token: str) -> str:
        """The normal form of a token (lower case): one alphabet, letters that stand for each other folded.

        A listed misspelling comes out as the word that is meant.
        """
        if self._syllable is not None and _LATIN.search(token) and not _CYRILLIC.search(token):
            token = self._syllable.sub(lambda match: self._latin[match[0]], token)
        if self._letters:
            token = token.translate(self._letters)
        return self._meant.get(token, token)

    def learn(self, word: str) -> str:
        """The stem of a word of the fact base, remembered; the base is finite, so memory is bounded."""
        if word not in self._known:
            self._known[word] = self._stem(word)
        return self._known[word]

    def stem(self, word: str) -> str:
        """The stem of a normal form; figures and words of one or two letters stay as they are."""
        known = self._known.get(word)
        return known if known is not None else self._stem(word)

    def _stem(self, word: str) -> str:
        if len(word) < MIN_STEM or word[0].isdigit():
            return word
        if self._snowball is not None:
            stem: str = self._snowball.stemWord(word)
            # The soft sign at the end of a stem is what people who type in Latin leave out.
            return stem.rstrip("ь") or stem
        return self._without_endings(word)

    def _without_endings(self, word: str) -> str:
        while True:
            for length in self._ending_lengths:
                if len(word) - length >= MIN_STEM and word[-length:] in self._endings:
                    word = word[:-length]
                    break
            else:
                return word


def _snowball(language: Language) -> Stemmer.Stemmer | None:
    names = {Language.EN: "english", Language.RU: "russian"}
    return Stemmer.Stemmer(names[language]) if language in names else None
