"""Greetings and questions about the bot are recognised, but never at the cost of an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answer import Answerer
from knowledge.lexicon import Lexicon
from knowledge.load import load
from knowledge.model import Language
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


def talking(directory: Path, lexicon: Lexicon, texts: Texts, *phrasings: str) -> Answerer:
    """Has these phrasings of small talk, beside others."""
    files = small_base()
    files["chat.yaml"][0]["phrasings"]["en"] += phrasings
    return Answerer(load(write_base(directory, files)), lexicon, texts)


@pytest.mark.parametrize(
    "text", ["hello from the harbour league", "Hello, from the Harbour League!", "Forget the nets."]
)
def test_a_whole_phrasing_is_small_talk_whatever_it_names_and_is_like(
    tmp_path: Path, lexicon: Lexicon, texts: Texts, text: str
) -> None:
    answerer = talking(tmp_path, lexicon, texts, "hello from the harbour league", "forget the nets")
    reply = answerer.answer(text)
    assert (reply.kind, reply.body, reply.confidence) == (ReplyKind.SMALL_TALK, "Hello!", 1.0)


def test_a_phrasing_that_asks_for_a_fact_too_is_no_small_talk(tmp_path: Path, lexicon: Lexicon, texts: Texts) -> None:
    answerer = talking(tmp_path, lexicon, texts, "how did tide do", "number of nets")
    assert answerer.answer("How did Tide do?").facts == ("tide-seats",)


def test_one_that_asks_for_what_has_no_answer_is_small_talk(tmp_path: Path, lexicon: Lexicon, texts: Texts) -> None:
    assert talking(tmp_path, lexicon, texts).answer("number of nets").kind is ReplyKind.NO_ANSWER
    assert talking(tmp_path, lexicon, texts, "number of nets").answer("number of nets").kind is ReplyKind.SMALL_TALK


def test_a_whole_phrasing_takes_nothing_up_from_the_answer_before(
    tmp_path: Path, lexicon: Lexicon, texts: Texts
) -> None:
    answerer = talking(tmp_path, lexicon, texts, "hello from the harbour league")
    _, context = answerer.converse("how did tide do")
    reply, after = answerer.converse("hello from the harbour league", context=context)
    assert reply.kind is ReplyKind.SMALL_TALK
    assert after == context


@pytest.mark.parametrize(("preferred", "body"), [(Language.EN, "Hello!"), (Language.RU, "Привет!"), (None, "Hello!")])
@pytest.mark.parametrize("text", ["👋", "👋🏽👋🏽", ":D", "👋?"])
def test_a_message_of_signs_is_small_talk_in_the_language_of_the_chat(
    tmp_path: Path, lexicon: Lexicon, texts: Texts, text: str, preferred: Language | None, body: str
) -> None:
    files = small_base()
    files["chat.yaml"][0] |= {"signs": ["👋", ":D"], "reply": {"en": "Hello!", "ru": "Привет!"}}
    answerer = Answerer(load(write_base(tmp_path, files)), lexicon, texts)
    reply, _ = answerer.converse(text, preferred=preferred)
    assert (reply.kind, reply.body) == (ReplyKind.SMALL_TALK, body)
    assert answerer.answer(f"turnout {text}").facts == ("turnout",)


@pytest.mark.parametrize("language", Language)
def test_every_phrasing_is_small_talk_of_its_own_kind(built_in: Answerer, language: Language) -> None:
    strange = []
    for chat in load().chats.values():
        for text in chat.phrasings.get(language):
            explained = built_in.explain(text, preferred=language)
            talk = explained.finding.small_talk
            if talk is None or talk.chat.id != chat.id or explained.reply.kind.value != chat.kind:
                strange.append((chat.id, text))
    assert strange == []
