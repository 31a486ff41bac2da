"""Words of a list that a misspelt one may stand for: within a bound by optimal string alignment distance.

Comparing with every word takes longer than all the rest of an answer. Most words differ too much in length or
in the letters they have, and that is seen for many of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from cachetools import LRUCache
from rapidfuzz import process
from rapidfuzz.distance import OSA

_LETTER_SETS = 8
"""Letters are told apart by the rest of their code point by this: finer sets leave fewer words, in more heaps."""
_REMEMBERED = 2_000


class NearWords:
    """Finds the words of a list that are spelt nearly like another."""

    def __init__(self, words: Iterable[str], at_least: float) -> None:
        """`at_least` is the normalised OSA similarity, 0 to 1, from which a word is near."""
        self._at_least = at_least
        self._ranks = {word: rank for rank, word in enumerate(dict.fromkeys(words))}
        self._heaps: dict[int, dict[int, list[str]]] = {}
        # Words look alike in few ways, so what was found for one is soon wanted again; there are some thousands.
        self._near_heaps: LRUCache[tuple[int, int], list[list[str]]] = LRUCache(_REMEMBERED)
        for word in self._ranks:
            self._heaps.setdefault(len(word), {}).setdefault(_letters(word), []).append(word)

    def to(self, text: str) -> list[tuple[str, float]]:
        """The near words with their similarities, nearest first, equally near ones in the order of the list."""
        if not text:
            return []
        found = process.extract(
            text, self._candidates(text), scorer=OSA.normalized_similarity, score_cutoff=self._at_least, limit=None
        )
        return sorted(((word, near) for word, near, _ in found), key=lambda each: (-each[1], self._ranks[each[0]]))

    def _candidates(self, text: str) -> list[str]:
        """All near words and some others."""
        looks = len(text), _letters(text)
        heaps = self._near_heaps.get(looks)
        if heaps is None:
            heaps = self._near_heaps[looks] = list(self._heaps_near(*looks))
        return list(chain.from_iterable(heaps))

    def _heaps_near(self, length: int, own: int) -> Iterator[list[str]]:
        """The heaps that may hold words near to one of this length with these letters."""
        for other, heaps in self._heaps.items():
            edits = int((1 - self._at_least) * max(length, other) + 1e-9)
            uneven = abs(length - other)
            if uneven <= edits:
                # An edit changes two sets of letters at most, and one where it makes a word longer or shorter.
                changes = 2 * edits - uneven
                for letters, words in heaps.items():
                    if (letters ^ own).bit_count() <= changes:
                        yield words


def _letters(word: str) -> int:
    """Which sets of letters a word has letters of, one bit a set."""
    letters = 0
    for letter in word:
        letters |= 1 << ord(letter) % _LETTER_SETS
    return letters
