"""Whatever is typed, there is exactly one reply, and Telegram would take it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answer import Answerer
from tests.handlers.support import private_chat
from tests.handlers.test_private_chat import PHOTO

WORDS = [
    "tide", "party", "harbour", "league", "seats", "turnout", "boycott", "2016", "2020", "1999", "changed", "since",
    "not", "why", "how", "many", "nets", "hello", "source?", "явка", "места", "қанша", "orın", "tyde", "ЕШВУ",
    "<b>", "</b>", "&", "&lt;", "🦭", "\n", "?", "{about}", "%s", "@mazhilis_test_bot", "https://example.org/?a=1&b=2",
]  # fmt: skip
COMMANDS = [
    "/start",
    "/help",
    "/ask",
    "/results",
    "/boycott",
    "/changes",
    "/timeline",
    "/sources",
    "/x",
    "/",
    "//",
    "/ask@b",
]
CLIENTS = st.sampled_from(["en", "ru", "kk", "de", "pt-br", "", None])

ANYTHING = st.text(min_size=1, max_size=300)
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
LONG = st.tuples(st.sampled_from([*WORDS, "x", "\u0301", "\u202e", "."]), st.integers(100, 4096)).map(
    lambda each: (f"{each[0]} " * each[1])[:4096] if len(each[0]) > 1 else each[0] * each[1]
)
TEXTS = st.one_of(ANYTHING, SENTENCES, LONG)


@settings(deadline=None)
@given(text=TEXTS.filter(lambda text: not text.startswith("/")), client=CLIENTS)
async def test_any_text_gets_exactly_one_valid_message(council: Answerer, text: str, client: str | None) -> None:
    async with private_chat(council) as chat:
        call = await chat.ask(text, language=client)
    assert call.error is None


@settings(deadline=None)
@given(command=st.sampled_from(COMMANDS), words=st.one_of(st.just(""), SENTENCES, ANYTHING), client=CLIENTS)
async def test_any_words_after_a_command_get_exactly_one_valid_message(
    small: Answerer, command: str, words: str, client: str | None
) -> None:
    async with private_chat(small) as chat:
        call = await chat.ask(f"{command} {words}", language=client)
    assert call.error is None


@settings(deadline=None, max_examples=30)
@given(command=st.sampled_from(COMMANDS), words=st.one_of(st.just(""), SENTENCES), client=CLIENTS)
async def test_any_command_gets_one_valid_message_or_picture(
    council: Answerer, command: str, words: str, client: str | None
) -> None:
    async with private_chat(council) as chat:
        (call,) = await chat.say(f"{command} {words}", language=client)
    assert call.method in {"sendMessage", "sendPhoto"}
    assert call.text or call.caption
    assert call.error is None


@settings(deadline=None, max_examples=30)
@given(caption=TEXTS.map(lambda text: text[:1024]), client=CLIENTS)
async def test_any_caption_gets_exactly_one_valid_message(council: Answerer, caption: str, client: str | None) -> None:
    async with private_chat(council) as chat:
        call = await chat.ask(None, photo=PHOTO, caption=caption, language=client)
    assert call.error is None


@pytest.mark.parametrize(
    "text",
    ["x" * 4096, "🦭" * 2048, "tide " * 819, "\u0301" * 4096, "?" * 4096, "\n" * 4096, "<b>" * 1365, "1" * 4096,
     "tide\x00seats", "\ufeff", "\u2028", "a\u0300\u0301" * 1000, "\u202etide", "ﷺ" * 2000, "seats" * 819],
)  # fmt: skip
async def test_texts_that_have_broken_others(council: Answerer, text: str) -> None:
    async with private_chat(council) as chat:
        call = await chat.ask(text)
    assert call.error is None
