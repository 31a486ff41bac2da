"""Numbers as they are written and read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model import Language
from knowledge.numbers import numbers_in, rounded, write_difference, write_number


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


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [("0.5", 0, "1"), ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("2.49", 0, "2"), ("0.125", 2, "0.13"), ("71.09", 1, "71.1")],
)
def test_a_half_is_rounded_away_from_zero(number: str, digits: int, expected: str) -> None:
    assert str(rounded(Decimal(number), digits)) == expected


@pytest.mark.parametrize(
    ("number", "language", "digits", "written"),
    [
        ("5148074", Language.EN, None, "5,148,074"),
        ("5148074.5", Language.RU, None, "5\u00a0148\u00a0074,5"),
        ("-8", Language.KK, None, "−8"),
        ("71.0900", Language.EN, None, "71.09"),
        ("100", Language.EN, None, "100"),
        ("100.00", Language.EN, None, "100"),
        ("76.4705", Language.EN, 2, "76.47"),
        ("78.4", Language.EN, 2, "78.40"),
        ("0.05", Language.RU, 1, "0,1"),
    ],
)
def test_numbers_are_written_as_the_language_does(
    number: str, language: Language, digits: int | None, written: str
) -> None:
    assert write_number(Decimal(number), language, digits) == written


@pytest.mark.parametrize(
    ("number", "digits", "written"),
    [
        ("5", None, "+5"),
        ("0.5", None, "+0.5"),
        ("-8", None, "−8"),
        ("0", None, "±0"),
        ("0.04", 1, "±0.0"),
        ("-0.04", 1, "±0.0"),
        ("0.05", 1, "+0.1"),
        ("-0.05", 1, "−0.1"),
    ],
)
def test_a_difference_has_a_sign_also_where_there_is_none_to_speak_of(
    number: str, digits: int | None, written: str
) -> None:
    assert write_difference(Decimal(number), Language.EN, digits) == written
