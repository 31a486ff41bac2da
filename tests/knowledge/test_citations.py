"""Quotations are checked word for word: found, wrong paragraph, stitched, not found."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.citations import QuoteCheck, Verdict, check_quote
from knowledge.fingerprint import (
    Fingerprint,
    make_fingerprint,
    normalise_words,
    split_paragraphs,
    split_sentences,
    verbatim,
)
from tests.small_base import ARTICLE

WORDS = [normalise_words(paragraph) for paragraph in split_paragraphs(ARTICLE)]


@pytest.fixture(scope="module")
def fingerprint() -> Fingerprint:
    return make_fingerprint(ARTICLE)


@pytest.mark.parametrize(
    ("quote", "paragraph", "expected"),
    [
        ("The Tide Party won 12 seats", 1, QuoteCheck(Verdict.FOUND, 1, 15)),
        ("the tide party WON 12 seats", 1, QuoteCheck(Verdict.FOUND, 1, 15)),
        ("the fishermen’s union boycotted", 2, QuoteCheck(Verdict.FOUND, 2, 9)),
        ("The Tide Party won 12 seats", 2, QuoteCheck(Verdict.WRONG_PARAGRAPH, 1, 15)),
        ("the fishermen’s union boycotted", 1, QuoteCheck(Verdict.WRONG_PARAGRAPH, 2, 9)),
        ("The Tide Party won 13 seats", 1, QuoteCheck(Verdict.NOT_FOUND)),
        ("Turnout was 81.4 percent", 2, QuoteCheck(Verdict.NOT_FOUND)),
        ("Turnout was 815 percent", 2, QuoteCheck(Verdict.NOT_FOUND)),
        ("The Tide Party never won", 1, QuoteCheck(Verdict.NOT_FOUND)),
        ("The Tide Party the harbour master said", 1, QuoteCheck(Verdict.STITCHED)),
        ("won 12 seats Turnout was 81.5 percent", 1, QuoteCheck(Verdict.STITCHED)),
        ("Tide Party", 1, QuoteCheck(Verdict.NOT_FOUND)),
        ("", 1, QuoteCheck(Verdict.NOT_FOUND)),
    ],
)
def test_verdicts(fingerprint: Fingerprint, quote: str, paragraph: int, expected: QuoteCheck) -> None:
    assert check_quote(fingerprint, quote, paragraph) == expected


@pytest.mark.parametrize(("paragraph", "found"), [(1, 1), (2, 2), (3, 1)])
def test_of_paragraphs_that_say_the_same_the_cited_one_counts(paragraph: int, found: int) -> None:
    twice = make_fingerprint("Nobody expected so many.\n\nNobody expected so many.\n\nThe nets were not counted.")
    verdict = Verdict.FOUND if paragraph == found else Verdict.WRONG_PARAGRAPH
    assert check_quote(twice, "nobody expected so", paragraph) == QuoteCheck(verdict, found, 0)


@given(st.data())
def test_every_run_of_words_is_found_where_it_stands(fingerprint: Fingerprint, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, len(WORDS)))
    words = WORDS[number - 1]
    start = data.draw(st.integers(0, len(words) - 3))
    end = data.draw(st.integers(start + 3, len(words)))
    check = check_quote(fingerprint, " ".join(words[start:end]), number)
    assert check.verdict is Verdict.FOUND
    assert check.paragraph == number


@given(st.data())
def test_a_changed_word_is_never_found(fingerprint: Fingerprint, data: st.DataObject) -> None:
    words = list(data.draw(st.sampled_from(WORDS)))
    at = data.draw(st.integers(0, len(words) - 1))
    words[at] += data.draw(st.sampled_from(["s", "0", "x"]))
    check = check_quote(fingerprint, " ".join(words), 1)
    assert check.verdict is Verdict.NOT_FOUND


def test_a_fingerprint_survives_being_written_and_read(fingerprint: Fingerprint) -> None:
    assert Fingerprint.parse(fingerprint.dump()) == fingerprint


def test_a_fingerprint_holds_no_word_of_the_article(fingerprint: Fingerprint) -> None:
    letters = set(fingerprint.dump().split("\n", 1)[1])
    assert letters <= set("0123456789abcdef \n")


@pytest.mark.parametrize("text", ["", "# only a comment", "0\nabcdefgh\n", "0\n", "x\n0123abcd\n", "\n0123abcd\n"])
def test_what_is_no_fingerprint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"fingerprint|invalid literal"):
        Fingerprint.parse(text)


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("One ends. Two begins.", ["One ends.", "Two begins."]),
        ("It was 12.63 million. Then", ["It was 12.63 million.", "Then"]),
        ("He said “so.” Then left.", ["He said “so.”", "Then left."]),
        ("Mr. Smith came.", ["Mr. Smith came."]),
        ("Who came? Mr. Smith! He left.", ["Who came?", "Mr. Smith!", "He left."]),
        ("no end", ["no end"]),
    ],
)
def test_sentences(paragraph: str, sentences: list[str]) -> None:
    assert split_sentences(paragraph) == sentences


def test_sentence_spans_cover_the_paragraph(fingerprint: Fingerprint) -> None:
    for paragraph, words in zip(fingerprint.paragraphs, WORDS, strict=True):
        spans = paragraph.sentence_spans()
        assert spans[0][0] == 0
        assert spans[-1][1] == len(words) == paragraph.words
        assert all(end == start for (_, end), (start, _) in pairwise(spans))


def test_figures_are_words_of_their_own() -> None:
    assert normalise_words("Of 32,793 votes, 12.63 per cent’s") == ["of", "32,793", "votes", "12.63", "per", "cent's"]


def test_sentences_start_at_words() -> None:
    (paragraph,) = make_fingerprint("One two three. Four five! “Six,” he said?").paragraphs
    assert paragraph.starts == (0, 3, 5)
    assert paragraph.sentence_spans() == [(0, 3), (3, 5), (5, 8)]


@pytest.mark.parametrize(
    ("text", "first", "last", "expected"),
    [
        ("He said: “Nobody’s  nets, so far.”", 2, 3, "Nobody’s  nets"),
        ("He said: “Nobody’s  nets, so far.”", 0, 5, "He said: “Nobody’s  nets, so far"),
        ("Turnout was 81.5 percent.", 2, 2, "81.5"),
        ("a cafe\u0301 there", 1, 1, "café"),
    ],
)
def test_words_letter_for_letter(text: str, first: int, last: int, expected: str) -> None:
    assert verbatim(text, first, last) == expected
