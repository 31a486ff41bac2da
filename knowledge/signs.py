"""Messages without a word: emoji and emoticons, and what each of them stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Generic, TypeVar

_LOOK = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
"""What only changes how a sign looks: drawn as text or in colour, and the tone of the skin."""

MeaningT = TypeVar("MeaningT")


def bare(text: str) -> str:
    """A text with its signs as they are compared: in lower case, without tone of skin and the like."""
    return _LOOK.sub("", text).casefold()


class Signs(Generic[MeaningT]):
    """Reads messages that are nothing but signs."""

    def __init__(self, meanings: Mapping[str, MeaningT]) -> None:
        """`meanings` has the signs as anybody would type them; none may be without anything to be seen."""
        self._meanings = {bare(sign): meaning for sign, meaning in meanings.items()}
        self._beginning: dict[str, list[str]] = {}
        # Longer ones first: "<3" is more than "<".
        for sign in sorted(self._meanings, key=len, reverse=True):
            self._beginning.setdefault(sign[0], []).append(sign)

    def meaning(self, text: str) -> MeaningT | None:
        """What the first sign that has a meaning stands for; None where there is none, or any word or figure.

        The end of a sign may be drawn out: ":)))", "xDDD".
        """
        message = bare(text)
        first: str | None = None
        at = 0
        while at < len(message):
            sign = next((each for each in self._beginning.get(message[at], ()) if message.startswith(each, at)), None)
            if sign is None:
                if message[at].isalnum():
                    return None
                at += 1
                continue
            first = first or sign
            at += len(sign)
            while message.startswith(sign[-1], at):
                at += 1
        return self._meanings[first] if first is not None else None
