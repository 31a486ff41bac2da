"""Numbers as a language writes them: 5,148,074 and −8 in English, 5 148 074 and −8 in Russian and Kazakh."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from knowledge.model import Language

MINUS = "−"
_NARROW_SPACE = "\u00a0"
_ENGLISH = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?")
_OTHER = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?(?!\d)|\d+(?:,\d+)?")


def rounded(number: Decimal, digits: int) -> Decimal:
    """Half away from zero, as people round: 0.5 becomes 1."""
    return number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def write_number(number: Decimal, language: Language, digits: int | None = None) -> str:
    """A number with its thousands grouped.

    Args:
        number: any; a minus is written as such (not a hyphen).
        language: decides on the separators.
        digits: after the decimal sign; as many as the number has if not given.
    """
    value = number if digits is None else rounded(number, digits)
    text = f"{abs(value):,f}"
    if "." in text and digits is None:
        text = text.rstrip("0").rstrip(".")
    if language is not Language.EN:
        text = text.replace(",", _NARROW_SPACE).replace(".", ",")
    return f"{MINUS}{text}" if value < 0 else text


def write_difference(number: Decimal, language: Language, digits: int | None = None) -> str:
    """A number with its sign: +5, −8, ±0."""
    value = number if digits is None else rounded(number, digits)
    text = write_number(number, language, digits)
    return f"+{text}" if value > 0 else (text if value < 0 else f"±{text}")


def numbers_in(text: str, language: Language) -> frozenset[Decimal]:
    """Every number written in figures in a text of one language; 5,148,074 or 5 148 074 is one number.

    What a date is made of counts one by one, and a sign is not looked at.

    >>> sorted(map(str, numbers_in("12.63 percent of 32,793 on 9 June", Language.EN)))
    ['12.63', '32793', '9']
    """
    pattern = _ENGLISH if language is Language.EN else _OTHER
    return frozenset(_read(found, language) for found in pattern.findall(text))


def _read(written: str, language: Language) -> Decimal:
    plain = written.replace(",", "") if language is Language.EN else re.sub(r"\s", "", written).replace(",", ".")
    return Decimal(plain)
