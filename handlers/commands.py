"""Commands in private chats: /start, /help, /ask, /changes, /timeline, /sources and the shortcuts of the fact base."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, CommandHandler, ContextTypes, MessageHandler, filters

from handlers.pictures import Pictures, send_picture
from handlers.question import PRIVATE_MESSAGE
from handlers.render import render, render_caption
from handlers.sending import send
from handlers.speaker import client_language
from knowledge.answer import Answerer
from knowledge.model import Language
from knowledge.reply import Reply
from knowledge.texts import Texts

Compose = Callable[[str, Language], Reply]
"""What was written after the command and the language of the client, to a reply."""


def command_handlers(answerer: Answerer, pictures: Pictures) -> list[BaseHandler[Update, Any, None]]:
    """Handlers for commands; an unknown command gets help."""

    async def respond(update: Update, context: ContextTypes.DEFAULT_TYPE, compose: Compose) -> None:
        message = update.message
        if message is None:
            return
        reply = compose(" ".join(context.args or []), client_language(message.from_user))
        if reply.chart is not None and await _with_picture(message, reply, pictures, answerer.texts):
            return
        await send(message, render(reply, answerer.texts))

    def handler(name: str, compose: Compose) -> CommandHandler[Any, None]:
        async def respond_so(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            await respond(update, context, compose)

        return CommandHandler(name, respond_so, PRIVATE_MESSAGE)

    async def show_help(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await respond(update, context, _without_words(answerer.help))

    return [
        *(handler(name, compose) for name, compose in _commands(answerer).items()),
        MessageHandler(PRIVATE_MESSAGE & filters.COMMAND, show_help),
    ]


def _commands(answerer: Answerer) -> Mapping[str, Compose]:
    """What each command answers with."""

    def ask(words: str, language: Language) -> Reply:
        return answerer.answer(words, preferred=language) if words else answerer.help(language)

    def shortcut(command: str) -> Compose:
        def compose(words: str, language: Language) -> Reply:
            return answerer.about(command, words, language) if words else answerer.shortcut(command, language)

        return compose

    return {
        "start": _without_words(answerer.welcome),
        "help": _without_words(answerer.help),
        "ask": ask,
        "changes": answerer.changes,
        "timeline": _without_words(answerer.timeline),
        "sources": _without_words(answerer.sources),
        **{name: shortcut(name) for name in answerer.base.manifest.commands},
    }


def _without_words(compose: Callable[[Language], Reply]) -> Compose:
    """For a command that nothing can be added to."""
    return lambda _, language: compose(language)


async def _with_picture(message: Message, reply: Reply, pictures: Pictures, texts: Texts) -> bool:
    """Send the chart with the answer as its caption. False if the answer is still to be sent.

    That is so where there is no chart, or the answer is too long for a caption.
    """
    caption = render_caption(reply, texts)
    shown = reply.chart is not None and await send_picture(message, pictures, reply.chart, reply.language, caption)
    return shown and caption is not None
