"""What a button says when pressed: stateless, at most 64 bytes, and safe to read back whoever wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.model import Language

_CHOOSE = re.compile(r"c:(en|ru|kk):([a-z0-9-]{1,56})")
_NONE = re.compile(r"n:(en|ru|kk)")
_CHART = re.compile(r"p:(en|ru|kk):([a-z0-9-]{1,56})")


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


Pressed = Choose | NoneOfThese | ShowChart


def unpack(data: object) -> Pressed | None:
    """What a button said, or None for anything this version did not write."""
    if not isinstance(data, str):
        return None
    if chosen := _CHOOSE.fullmatch(data):
        return Choose(chosen[2], Language(chosen[1]))
    if chart := _CHART.fullmatch(data):
        return ShowChart(chart[2], Language(chart[1]))
    if none := _NONE.fullmatch(data):
        return NoneOfThese(Language(none[1]))
    return None
