"""`chat`: a conversation in the terminal, with follow-ups."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from bot.lines import read_lines
from bot.terminal import console_for_people, reply_view
from knowledge.answer import Answerer
from knowledge.conversation import Context
from knowledge.model import Language
from knowledge.reply import Reply, ReplyKind

_LEAVING = frozenset({"/quit", "/exit", "/q", "exit", "quit"})


def talk(answerer: Answerer, language: Language | None) -> None:
    """Answer line after line until the input ends, somebody leaves, or presses Ctrl-C."""
    console = console_for_people()
    lines = _typed(lambda: console.input("[bold cyan]> [/]")) if sys.stdin.isatty() else read_lines(sys.stdin.buffer)
    console.print(reply_view(answerer.welcome(language or Language.EN), answerer.texts))
    context: Context | None = None
    offered: Reply | None = None
    for line in lines:
        message = line.strip()
        if message in _LEAVING:
            return
        if not message:
            continue
        chosen = _choice(answerer, offered, message)
        if chosen is not None:
            reply, context = chosen, answerer.context_of(chosen)
        else:
            reply, context = answerer.converse(message, language, context)
        offered = reply if reply.kind is ReplyKind.CLARIFICATION else None
        console.print()
        console.print(reply_view(reply, answerer.texts))
        console.print()


def _typed(prompt: Callable[[], str]) -> Iterator[str]:
    while True:
        try:
            yield prompt()
        except (EOFError, KeyboardInterrupt):
            return


def _choice(answerer: Answerer, offered: Reply | None, message: str) -> Reply | None:
    """The answer to a choice typed as its number, or None."""
    if offered is None or not message.isascii() or not message.isdigit():
        return None
    number = int(message[:3])
    if not 1 <= number <= len(offered.suggestions):
        return None
    return answerer.chosen(offered.suggestions[number - 1].intent, offered.language)
