"""Buttons: a choice becomes the answer, in the place of the question that offered it; a chart becomes a photo."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest
from telegram.ext import BaseHandler, CallbackQueryHandler, ContextTypes

from handlers.callbacks import Choose, NoneOfThese, Pressed, ShowChart, unpack
from handlers.pictures import Pictures, send_picture
from handlers.render import render
from handlers.sending import replace, send
from handlers.speaker import client_language
from knowledge.answer import Answerer
from knowledge.reply import Reply

_HARMLESS = ("not modified", "message to edit not found", "message can't be edited", "query is too old")
"""What Telegram answers when a button is pressed twice, very late, or on a message that is gone."""


def choice_handlers(answerer: Answerer, pictures: Pictures) -> list[BaseHandler[Update, Any, None]]:
    """Handlers for pressed buttons. Forged, stale and doubled presses do no harm."""

    async def choose(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None:
            return
        pressed, message = unpack(query.data), query.message
        if not isinstance(message, Message) or not message.is_accessible:
            await _stale(query)
            return
        if isinstance(pressed, ShowChart):
            if await send_picture(message, pictures, pressed.chart, pressed.language, None):
                await _tolerating(query.answer())
            else:
                await _stale(query)
            return
        reply = _reply(answerer, pressed)
        if reply is None:
            await _stale(query)
            return
        await _tolerating(query.answer())
        if _has_answer(message):
            await send(message, render(reply, answerer.texts))
        else:
            await _tolerating(replace(message, render(reply, answerer.texts)))

    async def _stale(query: CallbackQuery) -> None:
        text = answerer.texts.get(client_language(query.from_user), "stale_button")
        await _tolerating(query.answer(text))

    return [CallbackQueryHandler(choose)]


def _has_answer(message: Message) -> bool:
    """Whether the message with the button is an answer itself, which a further question must not wipe out."""
    entities = (*message.entities, *message.caption_entities)
    return any(entity.type in {"blockquote", "expandable_blockquote"} for entity in entities)


def _reply(answerer: Answerer, pressed: Pressed | None) -> Reply | None:
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
