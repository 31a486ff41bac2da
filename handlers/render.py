"""A reply as Telegram HTML and buttons, within Telegram's limits whatever the fact base holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
FEWEST_LINES = 4
"""Quotations or sources that a message which is too long still shows."""
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
    """A paragraph of a message: its lines and the tags around it."""

    lines: tuple[str, ...]
    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

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
    yield _Block((reply.body,))
    yield from _quotation(reply.passages, reply.language, texts)
    if not all(passage.checked for passage in reply.passages):
        yield _Block((texts.get(reply.language, "beyond"),), "<i>", "</i>")
    for note in reply.notes:
        yield _Block((note.text,))
        quotes = note_quotations(note, texts, reply.language)
        if quotes:
            yield _Block(tuple(quotes), "<blockquote expandable>", "</blockquote>")


def _quotation(passages: tuple[Passage, ...], language: Language, texts: Texts) -> Iterable[_Block]:
    if passages:
        quotes = quotations(passages, texts, language)
        yield _Block(tuple(quotes), "<blockquote expandable>", "</blockquote>")
        yield _Block(tuple(source_lines(passages, texts, language)), "<i>", "</i>")


def render(reply: Reply, texts: Texts) -> Rendered:
    """The message for a reply: answer, expandable quotation, source, notes; choices as buttons.

    What does not fit is left out from the end, block by block; only the answer itself is ever cut.
    """
    return Rendered(_html(reply, texts, MAX_TEXT), _keyboard(reply, texts))


def render_caption(reply: Reply, texts: Texts) -> Rendered | None:
    """The same as the caption of a photo, or None where the answer and its quotations are too long for one."""
    if full_length(reply, texts) > MAX_CAPTION:
        return None
    return Rendered(_html(reply, texts, MAX_CAPTION), _keyboard(reply, texts, with_chart=False))


def full_length(reply: Reply, texts: Texts) -> int:
    """Length of the whole message for a reply, before anything is left out, as Telegram counts."""
    return _length(list(_blocks(reply, texts)))


def _html(reply: Reply, texts: Texts, limit: int) -> str:
    blocks = list(_blocks(reply, texts))
    while _length(blocks) > limit and any(len(block.lines) > FEWEST_LINES for block in blocks[1:]):
        # A long list of quotations or sources gets shorter before anything is left out.
        longest = max(range(1, len(blocks)), key=lambda number: len(blocks[number].lines))
        blocks[longest] = replace(blocks[longest], lines=(*blocks[longest].lines[:-2], "…"))
    parts: list[str] = []
    left = limit
    for number, block in enumerate(blocks):
        fitting = _Block((_cut(block.text, left),), block.before, block.after) if number == 0 else block
        length = text_length(fitting.text) + (2 if parts else 0)
        if length > left:
            break
        left -= length
        parts.append(fitting.html())
    return "\n\n".join(parts)


def _length(blocks: list[_Block]) -> int:
    """Length of blocks with the empty lines between them, as Telegram counts."""
    return sum(text_length(block.text) for block in blocks) + 2 * (len(blocks) - 1)


def _keyboard(reply: Reply, texts: Texts, *, with_chart: bool = True) -> InlineKeyboardMarkup | None:
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
    if reply.chart is not None and with_chart:
        chart = texts.get(reply.language, "chart_button")
        rows.append([InlineKeyboardButton(chart, callback_data=ShowChart(reply.chart, reply.language).pack())])
    if reply.kind is ReplyKind.CLARIFICATION:
        none = texts.get(reply.language, "none_of_these")
        rows.append([InlineKeyboardButton(none, callback_data=NoneOfThese(reply.language).pack())])
    return InlineKeyboardMarkup(rows) if rows else None
