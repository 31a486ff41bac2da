"""A fingerprint of the material: enough to check quotations word for word, not enough to read it.

For each paragraph, in order, a short hash of every run of three normalised words, and the word offset at
which each sentence starts. Whoever has the article makes the fingerprint (`make_fingerprint`); the
repository keeps only that.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

RUN = 3
"""Words in a hashed run; also the shortest quotation that can be checked."""
_HEX_DIGITS = 8
_WORD = re.compile(r"[^\W_]+(?:['.,][^\W_]+)*")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})
_SENTENCE_END = re.compile(r"[.!?][”\"'’)]*\s+(?=[\"“‘(]*[A-ZА-ЯЁ])")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|No|St|vs)\.\s+$")


def normalise_words(text: str) -> list[str]:
    """The words of `text`, lower-case, punctuation dropped, figures kept whole (`12.63`, `32,793`)."""
    folded = unicodedata.normalize("NFC", text).translate(_APOSTROPHES).casefold()
    return _WORD.findall(folded)


def verbatim(text: str, first: int, last: int) -> str:
    """The words `first` to `last` (from 0, inclusive) of a text letter for letter, with what stands between them."""
    composed = unicodedata.normalize("NFC", text)
    found = list(_WORD.finditer(composed.translate(_APOSTROPHES)))
    return composed[found[first].start() : found[last].end()]


def hash_runs(words: Sequence[str]) -> tuple[str, ...]:
    """One short hash for each run of three words; empty for fewer than three words."""
    return tuple(
        hashlib.sha256(" ".join(words[i : i + RUN]).encode()).hexdigest()[:_HEX_DIGITS]
        for i in range(len(words) - RUN + 1)
    )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The hashes of one paragraph.

    `runs[i]` stands for the words i, i+1, i+2; `starts` are the word offsets of its sentences, ascending
    from 0. A paragraph of n words has n - 2 runs.
    """

    runs: tuple[str, ...]
    starts: tuple[int, ...]

    @property
    def words(self) -> int:
        """How many words the paragraph has."""
        return len(self.runs) + RUN - 1

    def sentence_spans(self) -> list[tuple[int, int]]:
        """Word offsets of each sentence: first and one past the last."""
        return list(pairwise((*self.starts, self.words)))


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The paragraphs of the material, the first at index 0."""

    paragraphs: tuple[Paragraph, ...]

    def dump(self) -> str:
        """The text form: a line of sentence starts and a line of hashes for each paragraph."""
        lines = ["# made by `mazhilis-bot fingerprint`; for each paragraph: sentence starts, then hashes"]
        for paragraph in self.paragraphs:
            lines += [" ".join(map(str, paragraph.starts)), " ".join(paragraph.runs)]
        return "\n".join(lines) + "\n"

    @classmethod
    def parse(cls, text: str) -> Fingerprint:
        """Read what `dump` wrote. Raises ValueError where it cannot be that."""
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        if not lines or len(lines) % 2:
            raise ValueError("a fingerprint has two lines for each paragraph")
        paragraphs = []
        for starts, runs in zip(lines[::2], lines[1::2], strict=True):
            paragraph = Paragraph(tuple(runs.split()), tuple(map(int, starts.split())))
            if not paragraph.starts or not all(re.fullmatch(r"[0-9a-f]{8}", run) for run in paragraph.runs):
                raise ValueError("a fingerprint holds sentence starts and hashes of eight hex digits")
            paragraphs.append(paragraph)
        return cls(tuple(paragraphs))


def split_paragraphs(article: str) -> list[str]:
    """The paragraphs of a text: blocks separated by blank lines."""
    return [block.strip() for block in re.split(r"\n\s*\n", article.strip()) if block.strip()]


def split_sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph; together they hold every word of it, in order."""
    sentences: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(paragraph):
        if not _ABBREVIATION.search(paragraph[start : end.end()]):
            sentences.append(paragraph[start : end.end()].strip())
            start = end.end()
    sentences.append(paragraph[start:].strip())
    return sentences


def _starts(sentences: Iterable[str]) -> tuple[int, ...]:
    starts, offset = [], 0
    for sentence in sentences:
        starts.append(offset)
        offset += len(normalise_words(sentence))
    return tuple(starts)


def make_fingerprint(article: str) -> Fingerprint:
    """The fingerprint of a text whose paragraphs are separated by blank lines."""
    return Fingerprint(
        tuple(
            Paragraph(hash_runs(normalise_words(paragraph)), _starts(split_sentences(paragraph)))
            for paragraph in split_paragraphs(article)
        )
    )
