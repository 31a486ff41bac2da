"""What was typed, brought to a form that can be compared: clean text, sentences, tokens, stems."""

from __future__ import annotations

import re
import unicodedata

import Stemmer

MAX_CHARACTERS = 2_000
"""Longer questions are read up to here: what is asked stands early, and time stays bounded."""
MAX_TOKENS = 200
MAX_TOKEN_LENGTH = 40

_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
_APOSTROPHES = re.compile(r"[’‘ʼ`´ʹ′]")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?…;\n]+(?:\s+|$)|\s[-–—]\s")
_POSSESSIVE = re.compile(r"'s$|'$")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_COMBINING_RUN = re.compile(r"([\u0300-\u036f]{2})[\u0300-\u036f]+")


def clean(text: str) -> str:
    """`text` in NFC on one line per line, without control, direction and zero-width characters.

    At most `MAX_CHARACTERS` long. A surplus of combining marks is cut before composing, so that a wall of
    them costs nothing.
    """
    if text.isascii() and text.isprintable():
        return text[:MAX_CHARACTERS].replace("`", "'").strip()
    text = _COMBINING_RUN.sub(r"\1", text[: MAX_CHARACTERS * 4])[:MAX_CHARACTERS]
    text = unicodedata.normalize("NFC", text)
    kept = [
        char if char == "\n" or unicodedata.category(char) not in _INVISIBLE else (" " if char in "\t\r" else "")
        for char in text
    ]
    return _APOSTROPHES.sub("'", "".join(kept)).strip()


def split_sentences(text: str) -> list[str]:
    """The sentences of a cleaned question; a question without punctuation is one sentence."""
    return [part for part in (piece.strip() for piece in _SENTENCE.split(text)) if part]


def tokenise(text: str) -> list[str]:
    """Lower-case words and figures of a cleaned text, without possessive endings and apostrophes.

    >>> tokenise("Nazarbayev's Nur-Otan: 12.63 %, didn't it?")
    ['nazarbayev', 'nur', 'otan', '12.63', 'didnt', 'it']
    """
    tokens = []
    for token in _TOKEN.findall(text.casefold())[:MAX_TOKENS]:
        bare = _POSSESSIVE.sub("", token).replace("'", "") if "'" in token else token
        if bare:
            tokens.append(bare[:MAX_TOKEN_LENGTH])
    return tokens


class WordStemmer:
    """Words to stems: English for Latin letters, Russian for Cyrillic (Porter's Snowball algorithms)."""

    def __init__(self) -> None:
        self._english = Stemmer.Stemmer("english")
        self._russian = Stemmer.Stemmer("russian")
        self._known: dict[str, str] = {}

    def learn(self, word: str) -> str:
        """The stem of a word of the fact base, remembered; the base is finite, so memory is bounded."""
        if word not in self._known:
            self._known[word] = self.stem(word)
        return self._known[word]

    def stem(self, word: str) -> str:
        """The stem of any word; figures and words of one or two letters stay as they are."""
        known = self._known.get(word)
        if known is not None:
            return known
        if len(word) < 3 or word[0].isdigit():
            return word
        stemmer = self._russian if _CYRILLIC.search(word) else self._english
        stem: str = stemmer.stemWord(word)
        return stem
