"""Guest mode: somebody names the bot in a chat that it is no member of; it may answer there once."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from telegram import InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.constants import ParseMode
from telegram.ext import BaseHandler, ContextTypes, MessageHandler, filters

from handlers.addressing import QUESTIONS, asked_of_guest
from handlers.commands import Commands
from handlers.desk import Desk
from handlers.keyboards import open_bot
from handlers.limits import Admission
from handlers.ports import Surface
from handlers.render import render_brief
from handlers.sending import NO_PREVIEW, tolerating
from handlers.speaker import client_language


def guest_handlers(desk: Desk) -> list[BaseHandler[Update, Any, None]]:
    """Handlers for messages from chats that the bot is no member of."""
    return [MessageHandler(filters.UpdateType.GUEST_MESSAGE, Guest(desk).asked)]


class Guest:
    """Answers as a guest."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._commands = Commands(desk)

    async def asked(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer the question that names the bot; the one reply also says if there is no answer."""
        message = update.guest_message
        if message is None or message.guest_query_id is None:
            return
        person = message.from_user
        # The chat's number may be that of another chat that we know, so nothing is looked up or counted by it.
        if person is not None and self._desk.limits.admit(None, person.id, update.update_id) is not Admission.ANSWER:
            self._desk.observer.limited(Surface.GUEST)
            return
        answerer, preferred = self._desk.answerer, client_language(person)
        command, words = asked_of_guest(message, context.bot.bot)
        began = perf_counter()
        if command not in QUESTIONS:
            reply = self._commands.reply(command or "", words, preferred)
        else:
            reply = answerer.answer(words, preferred=preferred) if words else answerer.help(preferred)
        self._desk.observer.replied(Surface.GUEST, reply.kind, perf_counter() - began)
        result = InlineQueryResultArticle(
            id="answer",
            title=answerer.texts.get(reply.language, "open_bot"),
            input_message_content=InputTextMessageContent(
                render_brief(reply, answerer.texts).html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
            ),
            reply_markup=open_bot(answerer, context.bot.username, reply),
        )
        await tolerating(context.bot.answer_guest_query(message.guest_query_id, result))
