"""Replies for people at a terminal."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from knowledge.plain import note_quotations, quotations, source_lines
from knowledge.reply import NoteKind, Passage, Reply, ReplyKind
from knowledge.texts import Texts

_QUOTE = "italic green"
_BODY_STYLE = {ReplyKind.NO_ANSWER: "yellow", ReplyKind.CLARIFICATION: "yellow"}


def reply_view(reply: Reply, texts: Texts) -> RenderableType:
    """Answer first, then the quotations, the source, notes and questions to go on with."""
    blocks: list[RenderableType] = [Text(reply.body, style=_BODY_STYLE.get(reply.kind, "bold"))]
    if reply.passages:
        blocks += ["", _quotations(reply.passages, reply, texts)]
        if not all(passage.checked for passage in reply.passages):
            blocks.append(_indented(Text(texts.get(reply.language, "beyond"), style="dim")))
    for note in reply.notes:
        style = "magenta" if note.kind is NoteKind.CONTRADICTION else "yellow"
        blocks += ["", Text(note.text, style=style)]
        blocks += [_indented(Text(quote, style=_QUOTE)) for quote in note_quotations(note, texts, reply.language)]
    if reply.suggestions and reply.kind is not ReplyKind.SMALL_TALK:
        if reply.kind in {ReplyKind.FACT, ReplyKind.COMPARISON}:
            blocks += ["", Text(texts.get(reply.language, "related"), style="dim")]
        numbered = reply.kind is ReplyKind.CLARIFICATION
        for number, each in enumerate(reply.suggestions, 1):
            mark = f"{number}." if numbered else "•"
            blocks.append(Text(f"  {mark} {each.question}", style="cyan"))
    return Group(*blocks)


def _indented(block: RenderableType) -> Padding:
    return Padding(block, (0, 0, 0, 2))


def _quotations(passages: tuple[Passage, ...], reply: Reply, texts: Texts) -> RenderableType:
    quotes = quotations(passages, texts, reply.language)
    lines: list[RenderableType] = [Text(quote, style=_QUOTE) for quote in quotes]
    lines += [Text(f"— {line}", style="dim") for line in source_lines(passages, texts, reply.language)]
    return _indented(Group(*lines))


def console_for_people() -> Console:
    """A console that wraps for a terminal and leaves lines whole in a pipe."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.soft_wrap = True
    return console
