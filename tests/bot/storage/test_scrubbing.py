"""What is left of a question when everything that could say who asked is taken out."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.storage.scrubbing import GONE, MIN_NAME, YEARS, scrub
from bot.storage.tables import MAX_TEXT


@pytest.mark.parametrize(
    "question",
    [
        "How many seats did Nur Otan win in 2021?",
        "what changed between 2016-2021, 2016/2021, 2016 2021",
        "почему ОСДП бойкотировала выборы 2021-го года?",
        "2021жылғы сайлауда кім жеңді",
        "партия Ақ жол 2021г. — сколько?",
        "who won in St. Petersburg, e.g. in the U.S.?",
        "street protests after the vote",
        "вышли на улицы города",
        "a and/or b",
    ],
)
def test_an_ordinary_question_stays_as_it_is(question: str) -> None:
    assert scrub(question) == question


@pytest.mark.parametrize(
    ("question", "left"),
    [
        # handles and addresses
        ("ask @aigul_k or @ bob now", "ask … or … now"),
        ("write to john.doe+x@example.co.uk please", "write to … please"),
        ("mail a@b, then c＠d", "mail … then …"),
        # links
        ("see https://example.com/a?b=c#d and tg://user?id=5", "see … and …"),
        ("join t.me/some_group now", "join … now"),
        ("vlast.kz wrote, www.x says", "… wrote, … says"),
        ("на сайте выборы.қаз и site.рф", "на сайте …  и …".replace("  ", " ")),
        ("http:/broken mailto:me x://y z", "… z"),
        # phones and other numbers
        ("call +7 (701) 123-45-67 today", "call … today"),
        ("call 8 701 2021 1999 today", "call … today"),
        ("call +1999 today", "call … today"),
        ("мой ИИН 900101300123", "мой ИИН …"),
        ("born 10.01.1995", "born …"),
        ("on 10 January 2021", "on … January 2021"),
        ("in 2021 150 seats, 5.4% or 7%", "in 2021 … seats, …% or …%"),
        ("account KZ86125KZT5004100100", "account …"),
        ("car 777ABC02, room b12", "car …, room …"),
        ("in 1989, 1990, 2035 and 2036", "in …, 1990, 2035 and …"),
        ("٢٠٢١ ок, ٧٧ нет", "٢٠٢١ ок, … нет"),
        ("① ² ½ Ⅷ 1️⃣ x", "… VIII … x"),
        ("see 5/2 or 1,234,567", "see … or …"),
        # addresses
        ("живу на ул. Абая 10, где голосовать", "живу на …, где голосовать"),
        ("проспект Назарбаева, д. 5 это где", "… это где"),
        ("мен Абай көшесі 10 тұрамын", "мен … тұрамын"),
        ("I live at 12 Abay Street here", "I live at … here"),
        # what cannot be seen or stored
        ("a\x00b\u200bc\ud800 d\ue000\n\n e", "abc d e"),
        ("wait... what", "wait… what"),
    ],
)
def test_what_could_say_who_asked_is_taken_out(question: str, left: str) -> None:
    assert scrub(question) == left


@pytest.mark.parametrize(
    ("names", "left"),
    [
        ((), "Anna-Maria Li, АННА and anna_1 ask about Annapolis"),
        (("Anna",), "…-Maria Li, АННА and anna_1 ask about Annapolis"),
        (("Anna-Maria", "Li", "@anna_1", ""), "… Li, АННА and … ask about Annapolis"),
        (("анна 🌸",), "Anna-Maria Li, … and anna_1 ask about Annapolis"),
    ],
)
def test_the_askers_names_are_taken_out_word_for_word(names: tuple[str, ...], left: str) -> None:
    # A word with figures in it goes anyway, so the names are looked for without that.
    question = "Anna-Maria Li, АННА and anna_1 ask about Annapolis"
    assert scrub(question, names).replace(GONE, "") == left.replace("anna_1", "").replace(GONE, "")


@pytest.mark.parametrize("nothing", ["", " \n", "…", "?!", "@me", "+7 701 123 45 67", "2021", "https://x.y", "\ud800"])
def test_where_no_word_is_left_nothing_is(nothing: str) -> None:
    assert scrub(nothing) == ""


def test_a_long_question_is_cut_after_a_word() -> None:
    scrubbed = scrub("who won in 2021 " * 100)
    assert 280 < len(scrubbed) <= MAX_TEXT
    assert scrubbed.endswith(("who", "won", "in", "2021"))
    assert scrub("x" * 5000) == ""


def test_a_cut_leaves_no_piece_of_an_address() -> None:
    for length in range(270, 310):
        scrubbed = scrub("a" * (length - 10) + " somebody@example.com +77011234567 2021 1999")
        assert "somebody" not in scrubbed
        assert not re.search(r"\d", scrubbed.replace("2021", "").replace("1999", ""))


WORDS = st.sampled_from(
    [
        "who", "won", "Нур", "Отан", "сколько", "мест", "көшесі", "ул.", "Абая", "street", "12", "7", "2021", "1999",
        "+7", "701", "(", ")", "@", "@me", ".", "com", "t.me", "/", "https://", "://", "…", "...", "Anna", "Li", "-",
        ":", "\u200b", "②", "mailto:", "a@b.c", "www.", "٢٠٢١", "x1", "№", "\u0301", "é", ",", "½", "\ufe0f",
    ]
)  # fmt: skip
PIECES = st.builds(lambda words, between: between.join(words), st.lists(WORDS, max_size=60), st.sampled_from(["", " "]))
QUESTIONS = st.one_of(st.text(), PIECES, st.builds(lambda one, other: one + other, PIECES, st.text(max_size=20)))
NAMES = st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=3).map(tuple)


@given(QUESTIONS, NAMES)
@example("a." * 200, ())
@example("1" * 5000, ("1",))
@example("2021," * 100, ())
def test_whatever_is_asked_nothing_private_is_left(question: str, names: tuple[str, ...]) -> None:
    scrubbed = scrub(question, names)
    assert len(scrubbed) <= MAX_TEXT
    assert all(int(number) in YEARS for number in re.findall(r"\d+", scrubbed))
    assert "@" not in scrubbed
    assert "://" not in scrubbed
    assert "t.me/" not in scrubbed.lower()
    assert "\n" not in scrubbed
    scrubbed.encode("utf-8")
    assert "\x00" not in scrubbed
    for name in names:
        for word in re.findall(r"\w+", name):
            if word.isascii() and sum(letter.isalpha() for letter in word) >= MIN_NAME:
                assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", scrubbed, re.IGNORECASE)


@given(QUESTIONS, NAMES)
@example("A\ufe00\u0300", ())
@example("A.0", ())
def test_scrubbing_again_changes_nothing(question: str, names: tuple[str, ...]) -> None:
    scrubbed = scrub(question, names)
    assert scrub(scrubbed, names) == scrubbed
