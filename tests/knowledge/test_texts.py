"""Plural forms, numbers and dates as three languages write them; every text in every language."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dates import write_date
from knowledge.errors import FactBaseError
from knowledge.model import Language, Unit
from knowledge.model.comparisons import NAMED
from knowledge.numbers import rounded, write_difference, write_number
from knowledge.texts import TEXT_FILES, Texts, load_texts, plural_form

EN, RU, KK = Language
FORMS = ("one", "few", "part", "many")


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("one", ["1", "21", "101", "1001", "-1", "1.0"]),
        ("few", ["2", "3", "4", "22", "33", "104", "-3"]),
        ("many", ["0", "5", "9", "10", "11", "12", "13", "14", "19", "20", "100", "111", "112", "214", "1011"]),
        ("part", ["0.5", "1.5", "81.47", "-0.1"]),
    ],
)
def test_russian_has_four_forms(form: str, numbers: list[str]) -> None:
    assert {number: plural_form(Decimal(number), RU) for number in numbers} == dict.fromkeys(numbers, form)


@pytest.mark.parametrize("language", [EN, KK])
@pytest.mark.parametrize(
    ("number", "form"), [("1", "one"), ("-1", "one"), ("0", "many"), ("2", "many"), ("21", "many"), ("1.5", "many")]
)
def test_english_and_kazakh_have_two(language: Language, number: str, form: str) -> None:
    assert plural_form(Decimal(number), language) == form


@given(st.sampled_from(Language), st.decimals(-(10**9), 10**9, places=3))
def test_every_number_has_a_form_and_the_sign_does_not_matter(language: Language, number: Decimal) -> None:
    assert plural_form(number, language) in FORMS
    assert plural_form(number, language) == plural_form(-number, language)


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        (EN, 1, "1 seat"), (EN, 2, "2 seats"), (EN, 0, "0 seats"),
        (RU, 1, "1 место"), (RU, 3, "3 места"), (RU, 5, "5 мест"), (RU, 11, "11 мест"), (RU, 21, "21 место"),
        (KK, 1, "1 орын"), (KK, 7, "7 орын"),
    ],
)  # fmt: skip
def test_seats_counted(texts: Texts, language: Language, count: int, text: str) -> None:
    assert texts.counted(language, "unit_seats", Decimal(count), number=count) == text


@pytest.mark.parametrize(
    ("number", "text"), [("1", "1 процент"), ("3", "3 процента"), ("7", "7 процентов"), ("3.5", "3,5 процента")]
)
def test_percent_counted(texts: Texts, number: str, text: str) -> None:
    amount = Decimal(number)
    assert texts.counted(RU, "unit_percent", amount, number=write_number(amount, RU)) == text


def test_a_text_not_yet_written_is_given_in_english_with_english_forms() -> None:
    texts = Texts(
        {EN: {"seats": "{n} seats", "seats_one": "{n} seat", "hello": "Hello"}, RU: {}, KK: {"seats": "{n} орын"}}
    )
    assert texts.get(RU, "hello") == "Hello"
    assert texts.counted(RU, "seats", Decimal(1), n=1) == "1 seat"
    assert texts.counted(KK, "seats", Decimal(1), n=1) == "1 орын"
    with pytest.raises(KeyError):
        texts.get(EN, "nothing")


def test_braces_stay_where_nothing_is_filled_in() -> None:
    assert Texts({EN: {"a": "{b}"}}).get(EN, "a") == "{b}"
    assert Texts({EN: {"a": "{b}"}}).get(EN, "a", b="{c}") == "{c}", "what is filled in is not read again"


@pytest.mark.parametrize(
    ("number", "digits", "english", "russian"),
    [
        ("5148074", None, "5,148,074", "5\u00a0148\u00a0074"),
        ("81.47", None, "81.47", "81,47"),
        ("81.50", None, "81.5", "81,5"),
        ("12.00", None, "12", "12"),
        ("100", None, "100", "100"),
        ("-8", None, "−8", "−8"),
        ("-1234.5", 2, "−1,234.50", "−1\u00a0234,50"),
        ("0", None, "0", "0"),
        ("2.25", 1, "2.3", "2,3"),
        ("-2.25", 1, "−2.3", "−2,3"),
        ("0.5", 0, "1", "1"),
        ("1E+3", None, "1,000", "1\u00a0000"),
    ],
)
def test_numbers(number: str, digits: int | None, english: str, russian: str) -> None:
    value = Decimal(number)
    assert [write_number(value, language, digits) for language in Language] == [english, russian, russian]


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [("5", None, "+5"), ("-8", None, "−8"), ("0", None, "±0"), ("0.04", 1, "±0.0"), ("3.07", None, "+3.07")],
)
def test_differences(number: str, digits: int | None, text: str) -> None:
    assert write_difference(Decimal(number), EN, digits) == text


@given(st.sampled_from(Language), st.decimals(-(10**9), 10**9, places=2))
def test_a_written_number_reads_back(language: Language, number: Decimal) -> None:
    text = write_number(number, language).replace("−", "-").replace("\u00a0", "")
    text = text.replace(",", "") if language is EN else text.replace(",", ".")
    assert Decimal(text) == number


@given(st.decimals(-(10**6), 10**6, places=4), st.integers(0, 3))
def test_rounding_is_never_off_by_more_than_half_a_step(number: Decimal, digits: int) -> None:
    assert abs(rounded(number, digits) - number) <= Decimal(5).scaleb(-digits - 1)


@pytest.mark.parametrize(
    ("date", "english", "russian", "kazakh"),
    [
        ("2021-01-10", "10 January 2021", "10 января 2021 года", "2021 жылғы 10 қаңтар"),
        ("2020-05-03", "3 May 2020", "3 мая 2020 года", "2020 жылғы 3 мамыр"),
        ("2020-12", "December 2020", "декабрь 2020 года", "2020 жылғы желтоқсан"),
        ("2016", "2016", "2016 год", "2016 жыл"),
    ],
)
def test_dates(texts: Texts, date: str, english: str, russian: str, kazakh: str) -> None:
    assert [write_date(date, texts, language) for language in Language] == [english, russian, kazakh]


def test_every_language_names_twelve_months_in_order(texts: Texts) -> None:
    for language in Language:
        for key in ("months", "months_alone"):
            months = texts.get(language, key).split()
            assert len(set(months)) == 12
            written = [write_date(f"2020-{n:02}" + "-01" * (key == "months"), texts, language) for n in range(1, 13)]
            assert all(month in date for month, date in zip(months, written, strict=True))


def files() -> Mapping[Language, Mapping[str, str]]:
    return {lang: yaml.safe_load((TEXT_FILES / f"{lang.value}.yaml").read_text("utf-8")) for lang in Language}


def bare(key: str) -> str:
    return re.sub(r"_(one|few|part)$", "", key)


@pytest.mark.parametrize("language", Language)
def test_every_language_file_has_every_text(language: Language) -> None:
    assert {bare(key) for key in files()[language]} == {bare(key) for key in files()[EN]}
    assert all(str(text).strip() for text in files()[language].values())


@pytest.mark.parametrize("language", Language)
def test_every_text_fills_in_the_same_names(language: Language) -> None:
    def names(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    english = {bare(key): names(text) for key, text in files()[EN].items()}
    assert {key: names(text) for key, text in files()[language].items()} == {
        key: english[bare(key)] for key in files()[language]
    }


def test_russian_has_every_form_of_every_counted_text() -> None:
    russian = files()[RU]
    counted = {bare(key) for key in russian if bare(key) != key} | {key for key in russian if key.startswith("unit_")}
    assert [
        f"{key}_{form}"
        for key in sorted({bare(key) for key in counted})
        for form in ("one", "few")
        if f"{key}_{form}" not in russian
    ] == []


@pytest.mark.parametrize("language", Language)
def test_whatever_can_be_compared_has_its_words(language: Language) -> None:
    texts = files()[language]
    units = {f"unit_{unit.value}" for unit in Unit if unit is not Unit.DATE}  # what no difference is made of
    named = {f"{of}_{measure.value}" for of in ("subject", "measure") for measure in NAMED}
    assert units | named <= texts.keys()


def test_a_text_that_english_has_not_is_refused(tmp_path: Path) -> None:
    for language in Language:
        (tmp_path / f"{language.value}.yaml").write_text("hello: Hello\n")
    (tmp_path / "ru.yaml").write_text("hello: Привет\nbye_few: Пока\n")
    with pytest.raises(FactBaseError) as caught:
        load_texts(tmp_path)
    assert [str(problem) for problem in caught.value.problems] == ["ru.yaml: bye: -: no such text in en.yaml"]
