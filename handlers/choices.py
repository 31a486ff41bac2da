"""Buttons: a choice becomes the answer, in the place of the question that offered it."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from telegram import Message, Update
from telegram.error import BadRequest
from telegram.ext import BaseHandler, CallbackQueryHandler, ContextTypes

from handlers.callbacks import Choose, NoneOfThese, unpack
from handlers.render import render
from handlers.sending import replace
from handlers.speaker import client_language
from knowledge.answer import Answerer
from knowledge.reply import Reply

_HARMLESS = ("not modified", "message to edit not found", "message can't be edited", "query is too old")
"""What Telegram answers when a button is pressed twice, very late, or on a message that is gone."""


def choice_handlers(answerer: Answerer) -> list[BaseHandler[Update, Any, None]]:
    """Handlers for pressed buttons. Forged, stale and doubled presses do no harm."""

    async def choose(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None:
            return
        pressed = unpack(query.data)
        reply = _reply(answerer, pressed)
        message = query.message
        if reply is None or not isinstance(message, Message) or not message.is_accessible:
            stale = answerer.texts.get(client_language(query.from_user), "stale_button")
            await _tolerating(query.answer(stale))
            return
        await _tolerating(query.answer())
        await _tolerating(replace(message, render(reply, answerer.texts)))

    return [CallbackQueryHandler(choose)]


def _reply(answerer: Answerer, pressed: Choose | NoneOfThese | None) -> Reply | None:
    if isinstance(pressed, Choose):
        return answerer.chosen(pressed.intent, pressed.language)
    if isinstance(pressed, NoneOfThese):
        return answerer.none_of_these(pressed.language)
    return None


async def _tolerating(call: Awaitable[object]) -> None:
    try:
        await call
    except BadRequest as error:
        if not any(known in error.message.lower() for known in _HARMLESS):
            raise
