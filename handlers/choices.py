"""Buttons: a choice becomes the answer, in the place of the question that offered it; a chart becomes a photo."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest
from telegram.ext import BaseHandler, CallbackQueryHandler, ContextTypes

from handlers.callbacks import Choose, NoneOfThese, ShowChart, unpack
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
    return [CallbackQueryHandler(_Buttons(answerer, pictures).pressed)]


class _Buttons:
    """What happens when a button is pressed; each press is answered once."""

    def __init__(self, answerer: Answerer, pictures: Pictures) -> None:
        self._answerer = answerer
        self._pictures = pictures

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Look at what the button says and at the message it is under."""
        query = update.callback_query
        if query is None:
            return
        pressed, message = unpack(query.data), query.message
        if not isinstance(message, Message) or not message.is_accessible:
            await self._stale(query)
        elif isinstance(pressed, ShowChart):
            await self._show(query, message, pressed)
        else:
            await self._answer(query, message, pressed)

    async def _show(self, query: CallbackQuery, message: Message, pressed: ShowChart) -> None:
        if await send_picture(message, self._pictures, pressed.chart, pressed.language, None):
            await _tolerating(query.answer())
        else:
            await self._stale(query)

    async def _answer(self, query: CallbackQuery, message: Message, pressed: Choose | NoneOfThese | None) -> None:
        try:
            reply = _reply(self._answerer, pressed)
            rendered = render(reply, self._answerer.texts) if reply is not None else None
        except Exception:
            # Whatever went wrong: a button that is never answered keeps spinning.
            await _tolerating(query.answer())
            raise
        if rendered is None:
            await self._stale(query)
            return
        await _tolerating(query.answer())
        if _has_answer(message):
            await send(message, rendered)
        else:
            await _tolerating(replace(message, rendered))

    async def _stale(self, query: CallbackQuery) -> None:
        text = self._answerer.texts.get(client_language(query.from_user), "stale_button")
        await _tolerating(query.answer(text))


def _has_answer(message: Message) -> bool:
    """Whether the message with the button is an answer itself, which a further question must not wipe out."""
    entities = (*message.entities, *message.caption_entities)
    return any(entity.type in {"blockquote", "expandable_blockquote"} for entity in entities)


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
