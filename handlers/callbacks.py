"""What a button says when pressed: stateless, at most 64 bytes, and safe to read back whoever wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.model import Language

_CHOOSE = re.compile(r"c:(en|ru|kk):([a-z0-9-]{1,56})")
_NONE = re.compile(r"n:(en|ru|kk)")


@dataclass(frozen=True, slots=True)
class Choose:
    """Answer with this intent, in this language."""

    intent: str
    language: Language

    def pack(self) -> str:
        """As callback data."""
        return f"c:{self.language.value}:{self.intent}"


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """None of the offered questions was meant."""

    language: Language

    def pack(self) -> str:
        """As callback data."""
        return f"n:{self.language.value}"


def unpack(data: object) -> Choose | NoneOfThese | None:
    """What a button said, or None for anything this version did not write."""
    if not isinstance(data, str):
        return None
    if chosen := _CHOOSE.fullmatch(data):
        return Choose(chosen[2], Language(chosen[1]))
    if none := _NONE.fullmatch(data):
        return NoneOfThese(Language(none[1]))
    return None
