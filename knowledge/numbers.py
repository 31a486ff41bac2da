"""Numbers as a language writes them: 5,148,074 and −8 in English, 5 148 074 and −8 in Russian and Kazakh."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from knowledge.model import Language

MINUS = "−"
_NARROW_SPACE = "\u00a0"


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
