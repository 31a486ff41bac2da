"""Which of its languages a question is written in."""

from __future__ import annotations

import re

from knowledge.model import Language

_KAZAKH_LETTERS = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)


def detect_language(text: str, default: Language = Language.EN) -> Language:
    """The language of a question by its letters; `default` where it has none (figures, emoji)."""
    if _KAZAKH_LETTERS.search(text):
        return Language.KK
    if _CYRILLIC.search(text):
        return default if default is Language.KK else Language.RU
    return Language.EN if _LATIN.search(text) else default
