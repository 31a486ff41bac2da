"""The fact base's own words in one language, and which of them a misspelt word was meant to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from knowledge.nearwords import NearWords
from knowledge.speech import Speech

MIN_REPAIR_LENGTH = 4
_NEAR = 16
MAX_REPAIRS = 32
"""Unknown words of one question that are looked for; bounds the time of a wall of noise."""
REPAIR_SIMILARITY = 0.75
"""Normalised OSA similarity from which a known word stands in for an unknown one (one edit in four letters)."""


@dataclass(frozen=True, slots=True)
class Repair:
    """The known word that stands in for an unknown one, and how alike they are (0 to 1)."""

    word: str
    similarity: float


class Vocabulary:
    """Words that occur in the fact base's phrasings or in the word lists, in their normal form."""

    def __init__(self, words: Mapping[str, int], speech: Speech) -> None:
        """`words` with how often each occurs."""
        self._words = dict(words)
        self._stems = frozenset(speech.learn(word) for word in self._words)
        repairable = sorted(word for word in self._words if len(word) >= MIN_REPAIR_LENGTH)
        self._repairable = NearWords(repairable, REPAIR_SIMILARITY)

    def knows(self, word: str, stem: str) -> bool:
        """Whether a word is known, in this form or another."""
        return word in self._words or stem in self._stems

    def is_of_it(self, word: str, stem: str) -> bool:
        """Whether a word shows the language: known, and not only by a stem so short that it may be any word's."""
        return word in self._words or (len(stem) >= MIN_REPAIR_LENGTH and stem in self._stems)

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
        near = self._repairable.to(word)[:_NEAR]
        if not near:
            return None
        letters = sorted(word)

        def likelihood(known: str) -> tuple[int, bool, int]:
            # Of words equally near, one with the same letters is likelier (two keys swapped), then a common one.
            return -OSA.distance(word, known), sorted(known) == letters, self._words[known]

        best = max(near, key=lambda each: likelihood(each[0]))
        return Repair(best[0], best[1])


class Repairs:
    """The repairs of one question: it is read several times, the search for near words is done once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._found: dict[str, Repair | None] = {}

    def __call__(self, word: str) -> Repair | None:
        """As `Vocabulary.repair`; None for every other word after the first `MAX_REPAIRS`."""
        if word not in self._found and len(self._found) < MAX_REPAIRS:
            self._found[word] = self._vocabulary.repair(word)
        return self._found.get(word)

    def similarity(self, word: str) -> float:
        """Similarity of the nearest known word, 0 where there is none."""
        repair = self(word)
        return repair.similarity if repair is not None else 0.0
