"""A word that is drawn out is read as the known word it stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answerer
from knowledge.drawnout import MAX_FORMS, shorter_forms
from knowledge.model import Language
from knowledge.reply import ReplyKind


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("heyyyy", ["heyy", "hey"]),
        ("соооорри", ["соорри", "сорри"]),
        ("hellllooo", ["helloo", "hello", "heloo", "helo"]),
        ("hahahaha", ["ha", "haha", "hahaha"]),
        ("ахахах", ["ах", "ахах"]),
        ("hahah", ["ha", "haha"]),
        ("byebye", ["bye"]),
        ("haha", []),
        ("seats", []),
        ("мөлшері", []),
        ("2000", []),
        ("", []),
    ],
)
def test_runs_and_repeated_syllables_are_shortened(word: str, forms: list[str]) -> None:
    assert list(shorter_forms(word)) == forms


@given(st.text(st.sampled_from("ahой"), max_size=60))
def test_forms_are_few_and_shorter(word: str) -> None:
    forms = list(shorter_forms(word))
    assert len(forms) <= MAX_FORMS
    assert all(0 < len(form) < len(word) for form in forms)


@pytest.mark.parametrize("text", ["how did tiiiiide do", "HOW DID TIDEEEE DO", "hooow diiid tide doooo"])
def test_a_drawn_out_question_is_the_question(two: Answerer, text: str) -> None:
    assert two.answer(text).facts == two.answer("how did tide do").facts != ()


@pytest.mark.parametrize(
    ("text", "chat"),
    [
        ("heyyyyyyyyy", "greeting"),
        ("приветттттт", "greeting"),
        ("спасибоооооо", "thanks"),
        ("спасибоооооо боооот", "thanks"),
        ("рахмеееет", "thanks"),
        ("hahahahahahahaha", "laugh"),
        ("ахахахахахах", "laugh"),
        ("Thank youuuuuu", "thanks"),
    ],
)
def test_drawn_out_small_talk_is_small_talk(built_in: Answerer, text: str, chat: str) -> None:
    explained = built_in.explain(text)
    assert explained.reply.kind is ReplyKind.SMALL_TALK
    assert explained.finding.small_talk is not None
    assert explained.finding.small_talk.chat.id == chat


def test_a_drawn_out_word_shows_its_language(built_in: Answerer) -> None:
    assert built_in.language_of("skolkoooooo") is Language.RU
