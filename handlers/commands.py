"""Commands in private chats: /start, /help, /ask, /sources and the shortcuts of the fact base."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, CommandHandler, ContextTypes, MessageHandler, filters

from handlers.question import PRIVATE_MESSAGE
from handlers.render import render
from handlers.sending import send
from handlers.speaker import client_language, question_language
from knowledge.answer import Answerer
from knowledge.model import Language
from knowledge.reply import Reply

Respond = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def command_handlers(answerer: Answerer) -> list[BaseHandler[Update, Any, None]]:
    """Handlers for commands; an unknown command gets help."""

    def responding(compose: Callable[[Message, list[str], Language], Reply]) -> Respond:
        async def respond(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            message = update.message
            if message is None:
                return
            reply = compose(message, context.args or [], client_language(message.from_user))
            await send(message, render(reply, answerer.texts))

        return respond

    def start(_: Message, __: list[str], language: Language) -> Reply:
        return answerer.welcome(language)

    def show_help(_: Message, __: list[str], language: Language) -> Reply:
        return answerer.help(language)

    def ask(message: Message, words: list[str], language: Language) -> Reply:
        question = " ".join(words)
        if not question:
            return answerer.help(language)
        return answerer.answer(question, question_language(question, message.from_user))

    def sources(_: Message, __: list[str], language: Language) -> Reply:
        return answerer.sources(language)

    def shortcut(command: str) -> Respond:
        return responding(lambda _, __, language: answerer.shortcut(command, language))

    return [
        CommandHandler("start", responding(start), PRIVATE_MESSAGE),
        CommandHandler("help", responding(show_help), PRIVATE_MESSAGE),
        CommandHandler("ask", responding(ask), PRIVATE_MESSAGE),
        CommandHandler("sources", responding(sources), PRIVATE_MESSAGE),
        *(CommandHandler(name, shortcut(name), PRIVATE_MESSAGE) for name in answerer.base.manifest.commands),
        MessageHandler(PRIVATE_MESSAGE & filters.COMMAND, responding(show_help)),
    ]
