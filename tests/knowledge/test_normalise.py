"""What was typed becomes clean text, sentences, clauses and words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.normalise import (
    MAX_CHARACTERS,
    MAX_TOKEN_LENGTH,
    MAX_TOKENS,
    clean,
    split_clauses,
    split_sentences,
    tokenise,
)

ANY_TEXT = st.text(max_size=300)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  turnout \n", "turnout"),
        ("cafe\u0301", "café"),
        ("и\u0306", "й"),
        ("tur\u200bn\u00adout\u202e", "turnout"),
        ("\ufeffturnout", "turnout"),
        ("tide\tseats\r", "tide seats"),
        ("tide\x07 seats", "tide seats"),
        ("one\ntwo", "one\ntwo"),
        ("fishermen’s ʼnetʼ `x` ´y´", "fishermen's 'net' 'x' 'y'"),
        ("didn`t", "didn't"),
        ("қ\u0301\u0301\u0301\u0301\u0301", "қ\u0301\u0301"),
        ("", ""),
        ("\u200b\u202e", ""),
    ],
)
def test_cleaning(typed: str, expected: str) -> None:
    assert clean(typed) == expected


@pytest.mark.parametrize("letter", ["a", "я", "🦭", "e\u0301"])
def test_a_wall_of_text_is_cut(letter: str) -> None:
    assert 0 < len(clean(letter * 5000)) <= MAX_CHARACTERS


def test_what_is_asked_first_survives_the_cut() -> None:
    assert clean("turnout " + "x" * 9000).startswith("turnout xxx")


def test_a_wall_of_combining_marks_does_not_hide_what_follows() -> None:
    assert clean("a" + "\u0301" * 3000 + " turnout").endswith(" turnout")


@given(ANY_TEXT)
def test_no_invisible_character_is_left(text: str) -> None:
    kept = {unicodedata.category(char) for char in clean(text) if char != "\n"}
    assert kept.isdisjoint({"Cc", "Cf", "Co", "Cs", "Cn"})


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("turnout", ["turnout"]),
        ("I live here. What was the turnout? Thanks!", ["I live here", "What was the turnout", "Thanks"]),
        ("so... who won?!", ["so", "who won"]),
        ("first line\n\nsecond line", ["first line", "second line"]),
        ("the tide party - how many seats", ["the tide party", "how many seats"]),
        ("nur-otan", ["nur-otan"]),
        ("It was 81.5 percent", ["It was 81.5 percent"]),
        ("?!", []),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        (
            "my uncle was in the fishermen's union, and how many islanders voted (in percent if you know it)",
            ["my uncle was in the fishermen's union", "and how many islanders voted", "in percent if you know it"],
        ),
        (
            "моя тётя живёт там уже много лет но скажите сколько людей голосовало на выборах",
            ["моя тётя живёт там уже много лет", "скажите сколько людей голосовало на выборах"],
        ),
        (
            "мен ол жерде бұрын көп тұрдым бірақ айтыңызшы сайлауға қанша адам келді екен",
            ["мен ол жерде бұрын көп тұрдым", "айтыңызшы сайлауға қанша адам келді екен"],
        ),
        ("my uncle fished there, how many islanders voted", []),
        ("one two three four five six seven, eight nine ten eleven", []),
        (
            "one two three four five six seven eight nine, ten eleven twelve",
            ["one two three four five six seven eight nine", "ten eleven twelve"],
        ),
        ("one two three four five six seven eight nine ten, eleven twelve", []),
        ("one long sentence of a dozen words or more that has no break anywhere", []),
        ("well, one long sentence of a dozen words or more that has no other break", []),
    ],
)
def test_only_a_long_sentence_has_clauses(sentence: str, clauses: list[str]) -> None:
    assert split_clauses(sentence) == clauses


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The Tide-Party's 12 seats", ["the", "tide", "party", "12", "seats"]),
        ("didn't", ["didnt"]),
        ("fishermen' nets", ["fishermen", "nets"]),
        ("81.5 % of 5,148,074", ["81.5", "of", "5,148,074"]),
        ("Straße", ["strasse"]),
        ("ЯВКА Қанша", ["явка", "қанша"]),
        ("10jan2021", ["10", "jan", "2021"]),
        ("snake_case", ["snake", "case"]),
        ("'16 vs '21", ["2016", "vs", "2021"]),
        ("в 16 году и в 21-м году", ["в", "2016", "году", "и", "в", "2021", "году"]),
        ("16 жылғы", ["2016", "жылғы"]),
        ("16 лет, 21 seats, don't '90", ["16", "лет", "21", "seats", "dont", "90"]),
        ("🦭 …", []),
        ("", []),
    ],
)
def test_words(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


def test_words_are_bounded_in_number_and_length() -> None:
    tokens = tokenise("b" * 500 + " a" * 500)
    assert len(tokens) == MAX_TOKENS
    assert tokens[0] == "b" * MAX_TOKEN_LENGTH


@given(ANY_TEXT)
def test_words_are_never_empty_and_hold_no_space(text: str) -> None:
    assert all(token and token.split() == [token] for token in tokenise(clean(text)))


@given(ANY_TEXT)
def test_case_and_surrounding_space_make_no_difference(text: str) -> None:
    assert tokenise(clean(f"  {text.casefold()} ")) == tokenise(clean(text.casefold()))
    assert tokenise(text.casefold()) == tokenise(text)
