"""The fact base's own words, and which of them a misspelt word was meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

MIN_REPAIR_LENGTH = 4
REPAIR_SIMILARITY = 0.75
"""Normalised OSA similarity from which a known word stands in for an unknown one (one edit in four letters)."""


@dataclass(frozen=True, slots=True)
class Repair:
    """The known word that stands in for an unknown one, and how alike they are (0 to 1)."""

    word: str
    similarity: float


class Vocabulary:
    """Words that occur in the fact base's phrasings or in the word lists."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._repairable = sorted(word for word in self._words if len(word) >= MIN_REPAIR_LENGTH)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def repairs(self) -> Repairs:
        """A repairer for one question, which looks up each word once."""
        return Repairs(self)

    def repair(self, word: str) -> Repair | None:
        """The known word nearest to an unknown one, or None where none is near enough.

        Figures are never repaired: a wrong digit is another number, not a misspelling.
        """
        if len(word) < MIN_REPAIR_LENGTH or word[0].isdigit():
            return None
        best = process.extractOne(
            word, self._repairable, scorer=OSA.normalized_similarity, score_cutoff=REPAIR_SIMILARITY
        )
        return Repair(best[0], best[1]) if best is not None else None


class Repairs:
    """The repairs of one question: it is read several times, the search for near words is done once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._found: dict[str, Repair | None] = {}

    def __call__(self, word: str) -> Repair | None:
        """As `Vocabulary.repair`."""
        if word not in self._found:
            self._found[word] = self._vocabulary.repair(word)
        return self._found[word]

    def similarity(self, word: str) -> float:
        """Similarity of the nearest known word, 0 where there is none."""
        repair = self(word)
        return repair.similarity if repair is not None else 0.0
