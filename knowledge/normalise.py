"""What was typed, brought to a form that can be read: clean text, sentences, tokens."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 2_000
"""Longer questions are read up to here: what is asked stands early, and time stays bounded."""
MAX_TOKENS = 200
MAX_TOKEN_LENGTH = 40

_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
_APOSTROPHES = re.compile(r"[’‘ʼ`´ʹ′]")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_SHORT_YEAR = re.compile(r"(?<!\w)(?:'([012]\d)(?!\w)|(1\d|2[01])(?:-?(?:м|го))?(?=\s+(?:году|года|жылы|жылғы)(?!\w)))")
_SENTENCE = re.compile(r"[.!?…;]+(?:\s+|$)|\s*\n\s*|\s[-–—]\s")
_POSSESSIVE = re.compile(r"'s$|'$")
_COMBINING_RUN = re.compile(r"([\u0300-\u036f]{2})[\u0300-\u036f]+")


def clean(text: str) -> str:
    """`text` in NFC on one line per line, without control, direction and zero-width characters.

    At most `MAX_CHARACTERS` long. A surplus of combining marks is cut before composing, so that a wall of
    them costs nothing.
    """
    if text.isascii() and text.isprintable():
        return text[:MAX_CHARACTERS].replace("`", "'").strip()
    text = _COMBINING_RUN.sub(r"\1", text[: MAX_CHARACTERS * 4])[:MAX_CHARACTERS]
    if not text.isprintable():
        text = "".join(
            char if char == "\n" or unicodedata.category(char) not in _INVISIBLE else (" " if char in "\t\r" else "")
            for char in text
        )
    composed = unicodedata.normalize("NFC", text)[:MAX_CHARACTERS]
    return _APOSTROPHES.sub("'", composed).strip()


def split_sentences(text: str) -> list[str]:
    """The sentences of a cleaned question; a question without punctuation is one sentence."""
    return [part for part in (piece.strip() for piece in _SENTENCE.split(text)) if part]


_CLAUSE = re.compile(r"\s*(?:,|:|\(|\)|\s(?:so|but|because|что|но|поэтому|бірақ|сондықтан)\s)\s*", re.IGNORECASE)
LONG_SENTENCE = 12
"""Words from which a sentence is also read clause by clause: a story may stand before the question."""
SHORT_CLAUSE = 3


def split_clauses(sentence: str) -> list[str]:
    """The clauses of a long sentence that have some words of their own; none for a short one."""
    if len(sentence.split()) < LONG_SENTENCE:
        return []
    clauses = [clause for clause in _CLAUSE.split(sentence) if len(clause.split()) >= SHORT_CLAUSE]
    return clauses if len(clauses) > 1 else []


def tokenise(text: str) -> list[str]:
    """Lower-case words and figures of a cleaned text, without possessive endings and apostrophes, years in full.

    >>> tokenise("Nazarbayev's Nur-Otan: 12.63 %, didn't it in '16?")
    ['nazarbayev', 'nur', 'otan', '12.63', 'didnt', 'it', 'in', '2016']
    """
    tokens = _TOKEN.findall(_SHORT_YEAR.sub(r"20\1\2", text.casefold()))[:MAX_TOKENS]
    if "'" in text:
        tokens = [_POSSESSIVE.sub("", token).replace("'", "") for token in tokens]
    return [token[:MAX_TOKEN_LENGTH] for token in tokens if token]
