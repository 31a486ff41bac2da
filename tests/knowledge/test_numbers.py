"""Numbers as they are written and read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model import Language
from knowledge.numbers import numbers_in, write_number


@given(
    number=st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=2),
    language=st.sampled_from(Language),
)
def test_what_is_written_can_be_read(number: Decimal, language: Language) -> None:
    assert numbers_in(f"({write_number(number, language)}).", language) == {number}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("76, 12 and 10 of 98 seats", Language.EN, ["10", "12", "76", "98"]),
        ("5,148,074 votes, 71.09 percent, on 10 January 2021", Language.EN, ["10", "71.09", "2021", "5148074"]),
        ("5 148 074 голоса, 71,09 процента", Language.RU, ["71.09", "5148074"]),
        ("в 2016 году 107 мест", Language.RU, ["107", "2016"]),
        ("98-і сайлауда, 9-ын Ассамблея", Language.KK, ["9", "98"]),
        ("nine seats", Language.EN, []),
    ],
)
def test_numbers_are_found_as_the_language_writes_them(text: str, language: Language, expected: list[str]) -> None:
    assert sorted(numbers_in(text, language)) == [Decimal(number) for number in expected]
