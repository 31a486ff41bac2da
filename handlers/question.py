"""Private chats: every text is a question."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, ContextTypes, MessageHandler, filters

from handlers.render import Rendered, render
from handlers.sending import send
from handlers.speaker import client_language
from knowledge.answer import Answerer

PRIVATE_MESSAGE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE


def question_handlers(answerer: Answerer) -> list[BaseHandler[Update, Any, None]]:
    """Handlers for what people write in a private chat, commands excepted."""

    async def answer_question(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.message
        if message is None:
            return
        question = message.text or message.caption or ""
        reply = answerer.answer(question, preferred=client_language(message.from_user))
        await send(message, render(reply, answerer.texts))

    async def ask_for_text(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.message
        if message is None:
            return
        text = answerer.texts.get(client_language(message.from_user), "only_text")
        await send(message, Rendered(text))

    return [
        MessageHandler(PRIVATE_MESSAGE & (filters.TEXT | filters.CAPTION), answer_question),
        MessageHandler(PRIVATE_MESSAGE & ~filters.StatusUpdate.ALL, ask_for_text),
    ]
