"""What a button says when pressed: stateless, at most 64 bytes, and safe to read back whoever wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.model import Language

_WITH_ID = re.compile(r"(c|p|v\+|v-):(en|ru|kk):([a-z0-9-]{1,56})")
_NONE = re.compile(r"n:(en|ru|kk)")
_LANGUAGE = re.compile(r"l:(en|ru|kk|auto)")


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


@dataclass(frozen=True, slots=True)
class ShowChart:
    """Send this chart, in this language."""

    chart: str
    language: Language

    def pack(self) -> str:
        """As callback data."""
        return f"p:{self.language.value}:{self.chart}"


@dataclass(frozen=True, slots=True)
class Vote:
    """The answer with this intent helped, or did not."""

    intent: str
    language: Language
    helpful: bool

    def pack(self) -> str:
        """As callback data."""
        return f"v{'+' if self.helpful else '-'}:{self.language.value}:{self.intent}"


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Use this language in this chat; None for that of everybody's client."""

    language: Language | None

    def pack(self) -> str:
        """As callback data."""
        return f"l:{self.language.value if self.language is not None else 'auto'}"


Pressable = Choose | NoneOfThese | ShowChart | Vote | ChooseLanguage


def unpack(data: object) -> Pressable | None:
    """What a button said, or None for anything this version did not write."""
    if not isinstance(data, str):
        return None
    if found := _WITH_ID.fullmatch(data):
        kind, language, id_ = found[1], Language(found[2]), found[3]
        if kind == "c":
            return Choose(id_, language)
        return ShowChart(id_, language) if kind == "p" else Vote(id_, language, helpful=kind == "v+")
    if none := _NONE.fullmatch(data):
        return NoneOfThese(Language(none[1]))
    if chosen := _LANGUAGE.fullmatch(data):
        return ChooseLanguage(None if chosen[1] == "auto" else Language(chosen[1]))
    return None
