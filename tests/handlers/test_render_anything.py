"""Replies of every kind through the rules of Telegram: invented ones, and all that the built-in base can give."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.callbacks import Choose, ShowChart, unpack
from handlers.render import render, render_caption
from knowledge.compare import Comparer
from knowledge.compose import Composer
from knowledge.decide import Band
from knowledge.intents import asked_comparisons
from knowledge.load import FactBase, load
from knowledge.model import ComparisonKind, Language
from knowledge.reply import Note, NoteKind, Reply, ReplyKind, Suggestion
from knowledge.texts import Texts
from tests.handlers.test_render import TEXTS, as_telegram_shows, passage
from tests.telegram_server.markup import utf16_length

SIGNS = st.characters(exclude_categories=["Cs", "Cc"])
LINES = st.one_of(
    st.text(SIGNS, max_size=80),
    st.lists(st.sampled_from(["<b>", "</i>", "&amp;", "&", "<", ">", '"', "🦭", "ә", "\n", " "]), max_size=30).map(
        "".join
    ),
    st.tuples(st.sampled_from(["x", "🦭", "&", "x "]), st.integers(500, 4200)).map(lambda each: each[0] * each[1]),
).map(lambda text: f"x{text}".strip())
"""What texts of a fact base may be: anything that is not blank."""
QUOTES = LINES.map(lambda text: f"said {text.replace(' ', '')[:300]} then")
PASSAGES = st.builds(
    passage, QUOTES, paragraph=st.one_of(st.none(), st.integers(1, 30)), title=LINES.map(lambda t: t[:99])
)
IDS = st.from_regex(r"[a-z0-9]{1,56}", fullmatch=True)
REPLIES = st.builds(
    Reply,
    st.just("asked"),
    st.sampled_from(ReplyKind),
    st.sampled_from(Language),
    LINES,
    passages=st.lists(PASSAGES, max_size=4).map(tuple),
    notes=st.lists(st.builds(Note, st.sampled_from(NoteKind), LINES, st.tuples(PASSAGES)), max_size=3).map(tuple),
    suggestions=st.lists(st.builds(Suggestion, IDS, LINES), max_size=4).map(tuple),
    chart=st.one_of(st.none(), IDS),
)


@given(REPLIES)
def test_any_reply_is_a_message_that_telegram_takes(reply: Reply) -> None:
    shown = as_telegram_shows(render(reply, TEXTS))
    assert utf16_length(shown.text) <= 4096


@given(REPLIES)
def test_of_any_reply_the_answer_comes_first_and_is_cut_only_where_it_must_be(reply: Reply) -> None:
    shown = as_telegram_shows(render(reply, TEXTS)).text
    if utf16_length(reply.body) <= 4096:
        assert shown.startswith(reply.body)
    else:
        assert shown.endswith("…")
        assert reply.body.startswith(shown[:-1])


@given(REPLIES)
def test_a_caption_leaves_nothing_out(reply: Reply) -> None:
    caption = render_caption(reply, TEXTS)
    if caption is None:
        return
    shown = as_telegram_shows(caption).text
    assert caption.html == render(reply, TEXTS).html
    assert utf16_length(shown) <= 1024
    assert all(each.citation.quote in shown for each in reply.passages)
    assert all(note.text in shown for note in reply.notes)


@pytest.mark.parametrize("language", Language)
def test_a_timeline_too_long_for_a_message_still_shows_where_it_is_written(language: Language) -> None:
    base = load()
    timeline = next(each for each in base.comparisons.values() if each.kind is ComparisonKind.TIMELINE)
    comparer = Comparer(base, TEXTS, Composer(base, TEXTS))
    reply = comparer.reply("?", list(asked_comparisons(timeline)), language, 1.0, Band.HIGH)
    html = render(reply, TEXTS).html
    assert html.count("<blockquote expandable>") == 1
    assert "GlobalSecurity.org" in html


# --- the base that ships -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", Language)
def test_every_fact_comparison_and_chart_of_the_built_in_base_fits_into_a_button(
    built_in_base: FactBase, language: Language
) -> None:
    asked = [each.id for comparison in built_in_base.comparisons.values() for each in asked_comparisons(comparison)]
    for intent in (*built_in_base.facts, *asked):
        data = Choose(intent, language).pack()
        assert len(data.encode()) <= 64
        assert unpack(data) == Choose(intent, language)
    for chart in built_in_base.charts:
        data = ShowChart(chart, language).pack()
        assert len(data.encode()) <= 64
        assert unpack(data) == ShowChart(chart, language)


def _everything(base: FactBase, texts: Texts, language: Language) -> Iterator[Reply]:
    composer = Composer(base, texts)
    comparer = Comparer(base, texts, composer)
    for fact in base.facts.values():
        yield composer.fact("asked", fact, language, 1.0, Band.HIGH)
    for comparison in base.comparisons.values():
        for each in asked_comparisons(comparison):
            yield comparer.reply("asked", [each], language, 1.0, Band.HIGH)
    for command in base.manifest.commands.values():
        yield composer.facts("asked", [base.facts[fact] for fact in command], language)
    yield from (composer.welcome(language), composer.sources(language), composer.none_of_these(language))
    for chat in base.chats.values():
        yield composer.chat("asked", chat, language, 1.0, Band.HIGH)


@pytest.mark.parametrize("language", Language)
def test_every_reply_of_the_built_in_base_is_a_message_with_its_whole_answer(
    built_in_base: FactBase, language: Language
) -> None:
    for reply in _everything(built_in_base, TEXTS, language):
        assert as_telegram_shows(render(reply, TEXTS)).text.startswith(reply.body)


@pytest.mark.parametrize("language", Language)
def test_every_fact_of_the_built_in_base_is_shown_with_all_quotations_and_notes(
    built_in_base: FactBase, language: Language
) -> None:
    composer = Composer(built_in_base, TEXTS)
    for fact in built_in_base.facts.values():
        reply = composer.fact("asked", fact, language, 1.0, Band.HIGH)
        shown = as_telegram_shows(render(reply, TEXTS)).text
        assert all(each.citation.quote in shown for each in reply.passages)
        assert all(note.text in shown for note in reply.notes)
