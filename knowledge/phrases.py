"""A table of words and phrases, looked up by their stems: the longest entry at a place wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

PayloadT = TypeVar("PayloadT")


class PhraseTable(Generic[PayloadT]):
    """Phrases (tuples of stems) with a payload each; the first payload given for a phrase stays."""

    def __init__(self, entries: Iterable[tuple[Sequence[str], PayloadT]]) -> None:
        self._entries: dict[tuple[str, ...], PayloadT] = {}
        self._lengths: dict[str, int] = {}
        for stems, payload in entries:
            phrase = tuple(stems)
            if phrase:
                self._entries.setdefault(phrase, payload)
                self._lengths[phrase[0]] = max(len(phrase), self._lengths.get(phrase[0], 0))

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self._entries)

    def longest_at(self, stems: Sequence[str], start: int) -> tuple[int, PayloadT] | None:
        """Length and payload of the longest phrase that begins at `start`, or None."""
        longest = self._lengths.get(stems[start])
        if longest is None:  # most words begin no phrase
            return None
        for size in range(min(longest, len(stems) - start), 0, -1):
            payload = self._entries.get(tuple(stems[start : start + size]))
            if payload is not None:
                return size, payload
        return None
