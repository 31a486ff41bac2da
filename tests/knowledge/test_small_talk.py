"""Greetings and questions about the bot are recognised, but never at the cost of an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answer import Answerer
from knowledge.lexicon import Lexicon
from knowledge.load import load
from knowledge.reply import ReplyKind
from knowledge.texts import Texts
from tests.small_base import small_base, write_base


def test_help_of_small_talk_offers_examples(tmp_path: Path, lexicon: Lexicon, texts: Texts) -> None:
    files = small_base()
    files["chat.yaml"].append(
        {"id": "what", "kind": "help", "phrasings": {"en": ["what can you do"]}, "reply": {"en": "I answer."}}
    )
    reply = Answerer(load(write_base(tmp_path, files)), lexicon, texts).answer("what can you do?")
    assert (reply.kind, reply.body) == (ReplyKind.HELP, "I answer.")
    assert [each.intent for each in reply.suggestions] == ["tide-seats", "turnout"]


def chatty(directory: Path, lexicon: Lexicon, texts: Texts, *phrasings: str) -> Answerer:
    """Takes very little for small talk."""
    files = small_base()
    files["chat.yaml"][0]["phrasings"]["en"] = list(phrasings)
    files["thresholds.yaml"]["en"]["chat"] = 0.1
    return Answerer(load(write_base(directory, files)), lexicon, texts)


def test_what_names_something_is_small_talk_only_in_the_very_words(
    tmp_path: Path, lexicon: Lexicon, texts: Texts
) -> None:
    answerer = chatty(tmp_path, lexicon, texts, "are you of the harbour league")
    assert answerer.answer("are you of the harbour league?").kind is ReplyKind.SMALL_TALK
    assert answerer.answer("are you the harbour league").kind is ReplyKind.NO_ANSWER
    assert answerer.answer("are you of the league").kind is ReplyKind.SMALL_TALK


def test_what_is_nearer_to_a_fact_is_no_small_talk(tmp_path: Path, lexicon: Lexicon, texts: Texts) -> None:
    answerer = chatty(tmp_path, lexicon, texts, "turnout is a boring thing to talk of")
    assert answerer.answer("turnout is boring").kind is ReplyKind.SMALL_TALK
    assert answerer.answer("turnout").facts == ("turnout",)


@pytest.mark.parametrize(
    ("text", "talk"), [("hi there", True), ("Good morning!", True), ("hello tide", False), ("hello, turnout?", False)]
)
def test_small_talk_names_nothing(two: Answerer, text: str, talk: bool) -> None:
    assert (two.answer(text).kind is ReplyKind.SMALL_TALK) is talk
