"""The language of a question by its letters."""

from __future__ import annotations

import pytest

from knowledge.language import detect_language
from knowledge.model import Language

EN, RU, KK = Language


@pytest.mark.parametrize(
    ("text", "default", "language"),
    [
        ("turnout", RU, EN),
        ("TURNOUT", KK, EN),
        ("явка", EN, RU),
        ("Явка in 2016", EN, RU),
        ("явка", KK, KK),
        ("қанша", EN, KK),
        ("ҚАНША", RU, KK),
        ("сколько орын, қанша", RU, KK),
        ("2016?", EN, EN),
        ("2016?", RU, RU),
        ("🦭", KK, KK),
        ("", RU, RU),
    ],
)
def test_the_letters_tell_the_language(text: str, default: Language, language: Language) -> None:
    assert detect_language(text, default) is language


def test_without_letters_and_without_a_default_it_is_english() -> None:
    assert detect_language("") is EN
