"""A reply as Telegram HTML and buttons, within Telegram's limits whatever the fact base holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import Choose, NoneOfThese, ShowChart
from knowledge.model import Language
from knowledge.plain import note_quotations, quotations, source_lines
from knowledge.reply import Passage, Reply, ReplyKind
from knowledge.texts import Texts

MAX_TEXT = 4096
"""UTF-16 units of a message's text, tags and escapes not counted."""
MAX_CAPTION = 1024
"""The same for the caption of a photo."""
MAX_RELATED = 2
"""Related questions offered under an answer."""
MAX_BUTTON_TEXT = 64
"""Telegram allows more, but a phone shows no more."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML for `parse_mode="HTML"` and the buttons under it."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph of a message: its text and the tags around it."""

    text: str
    before: str = ""
    after: str = ""

    def html(self) -> str:
        return f"{self.before}{escape(self.text, quote=False)}{self.after}"


def text_length(text: str) -> int:
    """Length of a text as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, limit: int) -> str:
    """`text` cut to at most `limit` UTF-16 units, never inside a character, with an ellipsis if cut."""
    if text_length(text) <= limit:
        return text
    kept = text.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    return kept.rstrip() + "…"


def _blocks(reply: Reply, texts: Texts) -> Iterable[_Block]:
    yield _Block(reply.body)
    yield from _quotation(reply.passages, reply.language, texts)
    if not all(passage.checked for passage in reply.passages):
        yield _Block(texts.get(reply.language, "beyond"), "<i>", "</i>")
    for note in reply.notes:
        yield _Block(note.text)
        quotes = note_quotations(note, texts, reply.language)
        if quotes:
            yield _Block("\n".join(quotes), "<blockquote expandable>", "</blockquote>")


def _quotation(passages: tuple[Passage, ...], language: Language, texts: Texts) -> Iterable[_Block]:
    if passages:
        quotes = quotations(passages, texts, language)
        yield _Block("\n".join(quotes), "<blockquote expandable>", "</blockquote>")
        yield _Block("\n".join(source_lines(passages, texts, language)), "<i>", "</i>")


def render(reply: Reply, texts: Texts) -> Rendered:
    """The message for a reply: answer, expandable quotation, source, notes; choices as buttons.

    What does not fit is left out from the end, block by block; only the answer itself is ever cut.
    """
    return Rendered(_html(reply, texts, MAX_TEXT), _keyboard(reply, texts))


def render_caption(reply: Reply, texts: Texts) -> Rendered | None:
    """The same as the caption of a photo, or None where the answer and its quotations are too long for one."""
    blocks = list(_blocks(reply, texts))
    needed = sum(text_length(block.text) + 2 for block in blocks)
    return Rendered(_html(reply, texts, MAX_CAPTION), _keyboard(reply, texts)) if needed <= MAX_CAPTION else None


def _html(reply: Reply, texts: Texts, limit: int) -> str:
    parts: list[str] = []
    left = limit
    for number, block in enumerate(_blocks(reply, texts)):
        fitting = _Block(_cut(block.text, left), block.before, block.after) if number == 0 else block
        length = text_length(fitting.text) + (2 if parts else 0)
        if length > left:
            break
        left -= length
        parts.append(fitting.html())
    return "\n\n".join(parts)


def _keyboard(reply: Reply, texts: Texts) -> InlineKeyboardMarkup | None:
    offered = () if reply.kind is ReplyKind.SMALL_TALK else reply.suggestions
    if reply.kind in {ReplyKind.FACT, ReplyKind.COMPARISON}:
        offered = offered[:MAX_RELATED]
    rows = [
        [
            InlineKeyboardButton(
                _cut(each.question, MAX_BUTTON_TEXT), callback_data=Choose(each.intent, reply.language).pack()
            )
        ]
        for each in offered
    ]
    if reply.chart is not None:
        chart = texts.get(reply.language, "chart_button")
        rows.append([InlineKeyboardButton(chart, callback_data=ShowChart(reply.chart, reply.language).pack())])
    if reply.kind is ReplyKind.CLARIFICATION:
        none = texts.get(reply.language, "none_of_these")
        rows.append([InlineKeyboardButton(none, callback_data=NoneOfThese(reply.language).pack())])
    return InlineKeyboardMarkup(rows) if rows else None
