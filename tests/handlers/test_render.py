"""Replies as Telegram HTML and buttons: escaped, and within Telegram's limits whatever is in them."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.lengths import text_length
from handlers.render import Rendered, render, render_caption
from knowledge.model import Citation, Language, Source, SourceRole
from knowledge.reply import Note, NoteKind, Passage, Reply, ReplyKind, Suggestion
from knowledge.texts import load_texts
from tests.telegram_server.formatting import message_text
from tests.telegram_server.keyboards import check_reply_markup
from tests.telegram_server.markup import Formatted, utf16_length

TEXTS = load_texts()
SEAL = "🦭"
"""One character, two UTF-16 units."""


def passage(quote: str = "three quoted words", *, paragraph: int | None = 3, title: str = "Chosen") -> Passage:
    """A passage of the material, or without a paragraph of a second source."""
    role = SourceRole.MATERIAL if paragraph else SourceRole.SECOND
    source = Source(id=role.value, title=title, publisher="Gazette", role=role)
    return Passage(Citation(source=role.value, paragraph=paragraph, quote=quote), source)


def reply(body: str, kind: ReplyKind = ReplyKind.FACT, language: Language = Language.EN, **more: Any) -> Reply:
    """A reply with this body."""
    return Reply("asked", kind, language, body, **more)


def suggested(*intents: str) -> tuple[Suggestion, ...]:
    """Suggestions that read like their ids."""
    return tuple(Suggestion(intent, f"What about {intent}?") for intent in intents)


def as_telegram_shows(rendered: Rendered) -> Formatted:
    """Text and entities; ApiError if Telegram would refuse the text or the buttons."""
    check_reply_markup(rendered.keyboard.to_dict() if rendered.keyboard is not None else None, "private")
    return message_text(rendered.html, "HTML", None)


# --- text --------------------------------------------------------------------------------------------


def test_the_parts_of_an_answer_in_their_order() -> None:
    notes = (
        Note(NoteKind.CONTRADICTION, "Elsewhere: 80.", (passage("eighty percent it says", paragraph=4),)),
        Note(NoteKind.CAVEAT, "Note: rounded.", (passage("of 81.47 percent", paragraph=None),)),
    )
    answer = reply("It was 81.", passages=(passage("it was 81"), passage("81 it was")), notes=notes)
    assert render(answer, TEXTS).html == (
        "It was 81.\n\n"
        "<blockquote expandable>“it was 81”\n“81 it was”</blockquote>\n\n"
        "<i>Gazette, “Chosen”, paragraph 3</i>\n\n"
        "Elsewhere: 80.\n\n"
        "<blockquote expandable>“eighty percent it says”</blockquote>\n\n"
        "Note: rounded."
    )


def test_what_is_from_a_second_source_says_so() -> None:
    answer = reply("It was 81.", passages=(passage("of 81.47 percent", paragraph=None),))
    beyond = "<i>Beyond the article; the words of this source were not checked by machine.</i>"
    assert render(answer, TEXTS).html.endswith(f"<i>Gazette, “Chosen”</i>\n\n{beyond}")


def test_the_quotation_is_an_expandable_blockquote_and_the_source_in_italics() -> None:
    shown = as_telegram_shows(render(reply("It was 81.", passages=(passage("it was 81"),)), TEXTS))
    marked = {entity["type"]: shown.text[entity["offset"] :][: entity["length"]] for entity in shown.entities}
    assert marked == {"expandable_blockquote": "“it was 81”", "italic": "Gazette, “Chosen”, paragraph 3"}


def test_everything_is_escaped() -> None:
    evil = "<b>a</b> & <c> &lt;"
    note = Note(NoteKind.CONTRADICTION, evil, (passage(evil, paragraph=4),))
    answer = reply(evil, passages=(passage(evil, title=evil),), notes=(note,))
    shown = as_telegram_shows(render(answer, TEXTS))
    assert shown.text.count(evil) == 5
    assert "bold" not in {entity["type"] for entity in shown.entities}


# --- limits ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "units"), [("", 0), ("a", 1), ("қ", 1), (SEAL, 2), ("👨‍👩‍👧", 8), ("e\u0301", 2)])
def test_length_is_counted_in_utf16_units(text: str, units: int) -> None:
    assert text_length(text) == units


@pytest.mark.parametrize("body", ["x" * 4096, "ә" * 4096, SEAL * 2048, "&" * 4096, "<" * 4096])
def test_tags_and_escapes_do_not_count(body: str) -> None:
    assert as_telegram_shows(render(reply(body), TEXTS)).text == body


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("x" * 4097, "x" * 4095 + "…"),
        (SEAL * 2049, SEAL * 2047 + "…"),
        ("x" + SEAL * 2048, "x" + SEAL * 2047 + "…"),
        ("x" * 4090 + " " * 5 + "x" * 9, "x" * 4090 + "…"),
        ("&" * 5000, "&" * 4095 + "…"),
    ],
)
def test_an_answer_that_is_too_long_is_cut_between_characters(body: str, kept: str) -> None:
    assert as_telegram_shows(render(reply(body), TEXTS)).text == kept


SOURCE_LENGTH = len("Gazette, “Chosen”, paragraph 3")
QUOTE_LENGTH = len("“three quoted words”")
NOTE = Note(NoteKind.CAVEAT, "n" * 30, ())


@pytest.mark.parametrize(
    ("left", "blocks"),
    [
        (QUOTE_LENGTH + SOURCE_LENGTH + 30 + 6, 4),
        (QUOTE_LENGTH + SOURCE_LENGTH + 30 + 5, 3),
        (QUOTE_LENGTH + SOURCE_LENGTH + 4, 3),
        (QUOTE_LENGTH + SOURCE_LENGTH + 3, 2),
        (QUOTE_LENGTH + 2, 2),
        (QUOTE_LENGTH + 1, 1),
        (0, 1),
    ],
)
def test_what_does_not_fit_is_left_out_from_the_end(left: int, blocks: int) -> None:
    body = SEAL * ((4096 - left) // 2) + "x" * ((4096 - left) % 2)
    answer = reply(body, passages=(passage(),), notes=(NOTE,))
    parts = [body, "“three quoted words”", "Gazette, “Chosen”, paragraph 3", NOTE.text]
    assert as_telegram_shows(render(answer, TEXTS)).text == "\n\n".join(parts[:blocks])


def test_nothing_stands_behind_what_was_left_out() -> None:
    answer = reply("x" * 4060, passages=(passage("much longer than what is left of this message"),), notes=(NOTE,))
    assert render(answer, TEXTS).html == "x" * 4060


@pytest.mark.parametrize(("units", "fits"), [(1022, True), (1024, True), (1025, False), (4096, False)])
def test_a_caption_is_whole_or_not_at_all(units: int, fits: bool) -> None:
    answer = reply(SEAL * ((units - 2 - QUOTE_LENGTH - 2 - SOURCE_LENGTH) // 2), passages=(passage(),), chart="seats")
    padded = reply(answer.body + "x" * (units - utf16_length(as_telegram_shows(render(answer, TEXTS)).text)),
                   passages=answer.passages, chart="seats")  # fmt: skip
    assert utf16_length(as_telegram_shows(render(padded, TEXTS)).text) == units
    caption = render_caption(padded, TEXTS)
    assert (caption.html if caption is not None else None) == (render(padded, TEXTS).html if fits else None)
