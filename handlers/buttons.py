"""Buttons: a choice becomes the answer in the place of the question that offered it, a chart becomes a photo."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import BaseHandler, CallbackQueryHandler, ContextTypes

from handlers.callbacks import Choose, ChooseLanguage, NoneOfThese, ShowChart, Vote, unpack
from handlers.desk import Desk
from handlers.keyboards import keyboard
from handlers.language import LanguageChoice
from handlers.limits import Admission
from handlers.links import deep_link, link_to_answer
from handlers.pictures import send_picture
from handlers.ports import Surface
from handlers.render import Rendered, render, render_brief
from handlers.sending import replace, send, tolerating
from handlers.speaker import client_language
from knowledge.model import Language
from knowledge.reply import Reply

Offered = Choose | NoneOfThese


def button_handlers(desk: Desk) -> list[BaseHandler[Update, Any, None]]:
    """Handlers for pressed buttons. Forged, stale and doubled presses do no harm."""
    return [CallbackQueryHandler(Buttons(desk).pressed)]


class Buttons:
    """What happens when a button is pressed; each press is answered once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._language = LanguageChoice(desk)

    async def pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Look at what the button says and at the message it is under."""
        query = update.callback_query
        if query is None:
            return
        pressed, message = unpack(query.data), query.message
        if pressed is None or not isinstance(message, Message) or not message.is_accessible:
            await self._toast(query, "stale_button")
            return
        if not await self._admitted(query, update.update_id):
            return
        if isinstance(pressed, Vote):
            await self._vote(query, message, pressed)
        elif isinstance(pressed, ChooseLanguage):
            await self._choose_language(query, message, pressed)
        elif message.chat.type == ChatType.CHANNEL:
            await self._open(query, pressed, context.bot.username)
        elif isinstance(pressed, ShowChart):
            await self._show(query, message, pressed)
        else:
            await self._answer(query, message, pressed, context.bot.username)

    async def _admitted(self, query: CallbackQuery, update_id: int) -> bool:
        # Not by chat: whoever reads a channel may press, and must not use up what its authors may ask.
        admission = self._desk.limits.admit(None, query.from_user.id, update_id)
        if admission is Admission.ANSWER:
            return True
        self._desk.observer.limited(Surface.BUTTON)
        await self._toast(query, "slow_down" if admission is Admission.SAY_SO else None)
        return False

    async def _open(self, query: CallbackQuery, pressed: Offered | ShowChart, username: str) -> None:
        """In a channel only its authors post: whoever presses gets the answer in a private chat."""
        base = self._desk.answerer.base
        intent = pressed.intent if isinstance(pressed, Choose) else None
        if isinstance(pressed, ShowChart) and pressed.chart in base.charts:
            intent = next(iter(base.charts[pressed.chart].shows), None)
        link = link_to_answer(username, intent, is_fact=intent in base.facts) if intent is not None else None
        await tolerating(query.answer(url=link or deep_link(username, "help")))

    async def _show(self, query: CallbackQuery, message: Message, pressed: ShowChart) -> None:
        if pressed.chart not in self._desk.answerer.base.charts:
            await self._toast(query, "stale_button")
            return
        await self._toast(query, None)
        await send_picture(message, self._desk.pictures, pressed.chart, pressed.language, None)

    async def _choose_language(self, query: CallbackQuery, message: Message, pressed: ChooseLanguage) -> None:
        rendered = await self._language.choose(message.chat, query.from_user, None, pressed.language)
        if rendered is None:
            await self._toast(query, "language_admins")
            return
        await self._toast(query, None)
        await self._put(message, rendered)

    async def _put(self, message: Message, rendered: Rendered) -> Message:
        """Put a reply in the place of a message, or below it where that shall stay as it is."""
        if _has_answer(message) or message.text is None:
            return await send(message, rendered)
        await replace(message, rendered)
        return message

    async def _vote(self, query: CallbackQuery, message: Message, vote: Vote) -> None:
        if self._desk.answerer.question_of(vote.intent, vote.language) is None:
            await self._toast(query, "stale_button")
            return
        first = self._desk.conversations.first_vote(message, query.from_user.id, vote.intent, query.id)
        if first:
            await self._desk.keeper.vote(vote.intent, helpful=vote.helpful)
        await self._toast(query, "voted_before" if first is False else "voted", vote.language)

    async def _answer(self, query: CallbackQuery, message: Message, pressed: Offered, username: str) -> None:
        began, answerer = perf_counter(), self._desk.answerer
        try:
            reply = self._reply(pressed)
            present = render if message.chat.type == ChatType.PRIVATE else render_brief
            rendered = (
                present(reply, answerer.texts, keyboard(reply, answerer, username)) if reply is not None else None
            )
        except Exception:
            # Whatever went wrong: a button that is never answered keeps spinning.
            await self._toast(query, None)
            raise
        if reply is None or rendered is None:
            await self._toast(query, "stale_button")
            return
        self._desk.observer.replied(Surface.BUTTON, reply.kind, perf_counter() - began)
        await self._toast(query, None)
        shown = await self._put(message, rendered)
        self._desk.conversations.chosen(shown, answerer.context_of(reply))

    def _reply(self, pressed: Offered) -> Reply | None:
        if isinstance(pressed, Choose):
            return self._desk.answerer.chosen(pressed.intent, pressed.language)
        return self._desk.answerer.none_of_these(pressed.language)

    async def _toast(self, query: CallbackQuery, key: str | None, language: Language | None = None) -> None:
        """Answer a press with a text that shows for a moment, or with none."""
        spoken = language or client_language(query.from_user)
        await tolerating(query.answer(self._desk.texts.get(spoken, key) if key is not None else None))


def _has_answer(message: Message) -> bool:
    """Whether the message with the button is an answer itself, which a further question must not wipe out."""
    entities = (*message.entities, *message.caption_entities)
    return any(entity.type in {"blockquote", "expandable_blockquote"} for entity in entities)
