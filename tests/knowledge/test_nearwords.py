"""Near words: exactly those that comparing with every word finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.nearwords import NearWords

WORDS = st.text(alphabet="abқ", max_size=6)
"""Of so few letters that many are near to each other."""


def every_near(words: list[str], text: str, at_least: float) -> list[tuple[str, float]]:
    compared = [(word, OSA.normalized_similarity(word, text)) for word in dict.fromkeys(words)]
    near = [(word, similarity) for word, similarity in compared if similarity >= at_least and text]
    return sorted(near, key=lambda each: -each[1])


@given(st.lists(WORDS, max_size=40), WORDS, st.sampled_from([0.5, 0.75, 0.79, 1.0]))
def test_no_near_word_is_overlooked(words: list[str], text: str, at_least: float) -> None:
    assert NearWords(words, at_least).to(text) == every_near(words, text, at_least)


def test_all_near_words_are_found_however_many() -> None:
    words = [f"vote{letter}" for letter in "abcdefgh"]
    assert [word for word, _ in NearWords([*words, "vote"], 0.75).to("vote")] == ["vote", *words]


def test_what_is_too_long_or_of_other_letters_is_not_even_compared() -> None:
    words = ["turnout", "tournout", "turn", "turnouttt", "turnouts and", "abcabca", "tttttuu", "ttttuunn"]
    assert set(NearWords(words, 0.79)._candidates("turnuot")) == {"turnout", "tournout"}


def test_equally_near_words_stand_in_the_order_of_the_list() -> None:
    assert [word for word, _ in NearWords(["vote", "vore", "vole", "turnout"], 0.75).to("voxe")] == [
        "vote",
        "vore",
        "vole",
    ]


def test_two_letters_swapped_are_one_edit() -> None:
    assert NearWords(["seat", "tide"], 0.75).to("saet") == [("seat", 0.75)]


def test_nothing_is_near_to_nothing() -> None:
    assert NearWords(["a", ""], 0.5).to("") == []
    assert NearWords([], 0.5).to("turnout") == []
