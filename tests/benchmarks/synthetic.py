"""Fact bases of any size in invented words, and questions for them: as many words as a language has, as often.

The words are made of syllables; a text's words are drawn by Zipf's law from a vocabulary that grows with the
base by Heaps' law. Each fact has a few words of its own that its phrasings share, as facts do.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from tests.small_base import small_base, write_base

PHRASINGS = 20
"""Phrasings of each fact."""
OWN, COMMON = 3, 3
"""Words in a phrasing that the fact's other phrasings have too, and words of any kind."""
FRAMES = ("what is", "how many", "who was", "tell me about the", "when did the", "is there a", "why the", "")
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
HEAPS = 12
"""Words in the vocabulary for each square root of a phrasing: 1,200 for 10,000 phrasings."""


class Words:
    """Invented words, the first of them the most frequent."""

    def __init__(self, count: int, chance: random.Random) -> None:
        found: dict[str, None] = {}
        while len(found) < count:
            syllables = chance.choice((2, 3, 3, 4))
            found["".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(syllables))] = None
        self._words = list(found)
        self._weights = list(accumulate(1 / rank for rank in range(1, count + 1)))
        self._chance = chance

    def draw(self, count: int) -> list[str]:
        """So many, each by how frequent it is."""
        return self._chance.choices(self._words, cum_weights=self._weights, k=count)

    def draw_rare(self, count: int) -> list[str]:
        """So many, all equally likely."""
        return self._chance.choices(self._words, k=count)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the id of the fact that it asks for."""

    question: str
    fact: str


class SyntheticBase:
    """About `phrasings` phrasings of English facts; the same for the same number."""

    def __init__(self, phrasings: int) -> None:
        self._chance = random.Random(phrasings)
        self._words = Words(max(100, round(HEAPS * phrasings**0.5)), self._chance)
        self._own = {f"fact-{n}": self._words.draw_rare(OWN + 1) for n in range(phrasings // PHRASINGS)}

    def _phrasing(self, fact: str) -> str:
        words = [*self._chance.sample(self._own[fact], OWN), *self._words.draw(self._chance.randint(0, COMMON))]
        self._chance.shuffle(words)
        return f"{self._chance.choice(FRAMES)} {' '.join(words)}".strip()

    def write(self, directory: Path) -> Path:
        """Write the base; returns the directory."""
        facts = [
            {
                "id": fact,
                "topic": f"topic-{number % 50}",
                "question": {"en": self._phrasing(fact).capitalize() + "?"},
                "phrasings": {"en": [self._phrasing(fact) for _ in range(PHRASINGS - 1)]},
                "answer": {"en": f"This is what fact {number} says."},
                "citations": [{"paragraph": 1, "quote": "The Tide Party won 12 seats"}],
            }
            for number, fact in enumerate(self._own)
        ]
        # JSON is YAML, and written a hundred times faster.
        return write_base(directory, small_base() | {"facts/synthetic.yaml": json.dumps(facts)})

    def questions(self, count: int) -> list[Asked]:
        """Questions worded like no phrasing, half of them with a word that nothing has."""
        chosen = self._chance.choices(list(self._own), k=count)
        strange = ("", " quxwhy")
        return [Asked(self._phrasing(fact) + strange[n % 2], fact) for n, fact in enumerate(chosen)]
