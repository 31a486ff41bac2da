"""Emoji and emoticons have a meaning of their own, but only where no word is beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.signs import Signs

SIGNS = Signs({"👍": "fine", "❤️": "love", "<3": "love", ":)": "smile", ")": "smile", "xD": "laugh", "?": "what"})


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("👍", "fine"), ("👍🏽", "fine"), ("👍👍👍", "fine"), (" 👍 ! ", "fine"), ("🦭 👍 ❤", "fine"),
        ("❤", "love"), ("❤\ufe0f", "love"), ("<3", "love"), ("<333", "love"),
        (":)", "smile"), (":)))", "smile"), (")))", "smile"), ("XD", "laugh"), ("xDDDD", "laugh"), ("xDxD", "laugh"),
        ("?", "what"), ("???", "what"), ("?!", "what"),
    ],
)  # fmt: skip
def test_the_first_sign_with_a_meaning_decides(text: str, meaning: str) -> None:
    assert SIGNS.meaning(text) == meaning


@pytest.mark.parametrize(
    "text", ["", " ", "...", "🦭", "3", "x", "seats?", "turnout :)", "2021?", "да)", "<34", "1️⃣ 👍"]
)
def test_words_and_what_has_no_meaning_say_nothing(text: str) -> None:
    assert SIGNS.meaning(text) is None


@given(st.text())
def test_no_signs_mean_nothing(text: str) -> None:
    assert Signs[str]({}).meaning(text) is None


@given(st.text(), st.sampled_from(["a", "ж", "7"]))
def test_a_message_with_a_word_never_is_a_sign(text: str, word: str) -> None:
    assert SIGNS.meaning(f"{text} {word} {text}") is None
