from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.noise import with_typos


@given(st.text(), st.integers(0, 6))
def test_the_same_seed_gives_the_same_mistakes(text: str, count: int) -> None:
    assert with_typos(text, count, "row-1") == with_typos(text, count, "row-1")


def test_no_mistakes_leave_a_text_as_it_is() -> None:
    assert with_typos("How many seats in 2021?", 0, "row-1") == "How many seats in 2021?"


@given(st.integers(0, 6), st.text(min_size=1))
def test_figures_and_punctuation_are_never_touched(count: int, seed: str) -> None:
    noisy = with_typos("2016 — 2021: how many of 107?", count, seed)
    assert "".join(sign for sign in noisy if sign.isdigit()) == "20162021107"
    assert noisy.endswith("107?")


def test_each_mistake_changes_something() -> None:
    texts = [with_typos("how many seats did the ruling party win", count, "row-1") for count in range(5)]
    assert len(set(texts)) == 5
