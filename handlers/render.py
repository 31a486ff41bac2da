"""A reply as Telegram HTML, within Telegram's limits whatever the fact base holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from telegram import InlineKeyboardMarkup

from handlers.lengths import MAX_CAPTION, MAX_TEXT, cut, text_length
from knowledge.model import Language
from knowledge.plain import note_quotations, quotations, source_lines
from knowledge.reply import Passage, Reply, ReplyKind
from knowledge.texts import Texts

FEWEST_LINES = 4
"""Quotations or sources that a message which is too long still shows."""


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


def render(reply: Reply, texts: Texts, keyboard: InlineKeyboardMarkup | None = None) -> Rendered:
    """The message for a reply: answer, expandable quotation, source, notes.

    What does not fit is left out from the end, block by block; only the answer itself is ever cut.
    """
    return Rendered(_html(reply, texts, MAX_TEXT), keyboard)


def render_caption(reply: Reply, texts: Texts, keyboard: InlineKeyboardMarkup | None = None) -> Rendered | None:
    """The same as the caption of a photo, or None where the answer and its quotations are too long for one."""
    if full_length(reply, texts) > MAX_CAPTION:
        return None
    return Rendered(_html(reply, texts, MAX_CAPTION), keyboard)


def render_brief(reply: Reply, texts: Texts, keyboard: InlineKeyboardMarkup | None = None) -> Rendered:
    """The message for a reply in company: a decline is one short line there, nothing is offered with it."""
    if reply.kind is ReplyKind.NO_ANSWER:
        return Rendered(texts.get(reply.language, "no_answer_short"))
    return render(reply, texts, keyboard)


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
        fitting = _Block((cut(block.text, left),), block.before, block.after) if number == 0 else block
        length = text_length(fitting.text) + (2 if parts else 0)
        if length > left:
            break
        left -= length
        parts.append(fitting.html())
    return "\n\n".join(parts)


def _length(blocks: list[_Block]) -> int:
    """Length of blocks with the empty lines between them, as Telegram counts."""
    return sum(text_length(block.text) for block in blocks) + 2 * (len(blocks) - 1)
