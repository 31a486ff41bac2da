"""Messages in private chats, groups and channels: one path from what was written to the one reply to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, ContextTypes, MessageHandler, filters

from handlers.addressing import QUESTIONS, Asked, addressed
from handlers.commands import Commands
from handlers.conversations import Answered
from handlers.desk import Desk
from handlers.keyboards import keyboard
from handlers.language import LanguageChoice
from handlers.limits import Admission
from handlers.pictures import send_picture
from handlers.ports import Surface
from handlers.render import Rendered, render, render_brief, render_caption
from handlers.sending import replace_numbered, send, tolerating
from knowledge.conversation import Context
from knowledge.model import Language
from knowledge.reply import Reply, ReplyKind


def message_handlers(desk: Desk) -> list[BaseHandler[Update, Any, None]]:
    """Handlers for messages and posts, new and edited."""
    written = filters.UpdateType.MESSAGES | filters.UpdateType.CHANNEL_POSTS
    return [MessageHandler(written, Messages(desk).received)]


def overlooking(desk: Desk) -> Callable[[Update], bool]:
    """Tells whether an update gets no answer because its chat or author asks too much.

    That is known before its turn comes, so that the rest of a flood need not wait until its beginning is answered.
    It is counted here; whatever is not overlooked is to be handled, and is not counted again.
    """

    def overlooked(update: Update) -> bool:
        asked = addressed(update, update.get_bot().bot, desk.commands)
        if asked is None or asked.wordless or _admission(desk, asked, update.update_id) is not Admission.SILENCE:
            return False
        desk.observer.limited(asked.surface)
        return True

    return overlooked


def _admission(desk: Desk, asked: Asked, update_id: int) -> Admission:
    person = asked.message.from_user if asked.surface is Surface.PRIVATE or not asked.message.sender_chat else None
    return desk.limits.admit(asked.message.chat_id, person.id if person is not None else None, update_id)


class Messages:
    """Answers what is addressed to the bot."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._commands = Commands(desk)
        self._language = LanguageChoice(desk)

    async def received(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message, or edit the answer when the message was edited; silence if it is not for us."""
        me = context.bot.bot
        asked = addressed(update, me, self._desk.commands)
        if asked is None:
            return
        preferred = await self._desk.preferred(asked.message.chat_id, asked.message.from_user)
        first_of_album = self._desk.conversations.first_of_album(asked.message)
        if (asked.wordless and not first_of_album) or not await self._admitted(asked, preferred, update.update_id):
            return
        if asked.wordless:
            await send(asked.message, Rendered(self._desk.texts.get(preferred, "only_text")))
        elif LanguageChoice.command in {asked.command, asked.words if asked.command == "start" else None}:
            named = asked if asked.command == LanguageChoice.command else replace(asked, words="")
            await self._deliver(asked, await self._language.asked(named, preferred))
        else:
            await self._answer(asked, preferred, me.username or "")

    async def _admitted(self, asked: Asked, preferred: Language, update_id: int) -> bool:
        admission = _admission(self._desk, asked, update_id)
        if admission is Admission.ANSWER:
            return True
        self._desk.observer.limited(asked.surface)
        if admission is Admission.SAY_SO:
            await send(asked.message, Rendered(self._desk.texts.get(preferred, "slow_down")))
        return False

    async def _answer(self, asked: Asked, preferred: Language, username: str) -> None:
        began = perf_counter()
        before = self._desk.conversations.context(asked)
        reply, context = self._reply(asked, before, preferred)
        seconds = perf_counter() - began
        answerer = self._desk.answerer
        sent: Answered | None = None
        with_chart = True
        if asked.command not in QUESTIONS and reply.chart is not None and not asked.edited:
            buttons = keyboard(reply, answerer, username, with_chart=False)
            caption = render_caption(reply, answerer.texts, buttons)
            photo = await send_picture(asked.message, self._desk.pictures, reply.chart, reply.language, caption)
            with_chart = photo is None
            sent = Answered(photo.message_id, is_photo=True) if photo is not None and caption is not None else None
        if sent is None:
            present = render if asked.surface is Surface.PRIVATE else render_brief
            buttons = keyboard(reply, answerer, username, with_chart=with_chart)
            sent = await self._deliver(asked, present(reply, answerer.texts, buttons))
        self._desk.conversations.answered(asked, replace(sent, before=before), context)
        self._desk.observer.replied(asked.surface, reply.kind, seconds)
        if reply.kind is ReplyKind.NO_ANSWER and asked.command in QUESTIONS and asked.words:
            await self._desk.keeper.unanswered(asked.words, reply.language, _names(asked.message))

    def _reply(self, asked: Asked, before: Context | None, preferred: Language) -> tuple[Reply, Context | None]:
        """The reply, and what a follow-up can build on."""
        if asked.command not in QUESTIONS:
            reply = self._commands.reply(asked.command or "", asked.words, preferred)
            return reply, self._desk.answerer.context_of(reply)
        if not asked.words:
            return self._desk.answerer.help(preferred), None
        return self._desk.answerer.converse(asked.words, None, before, preferred)

    async def _deliver(self, asked: Asked, rendered: Rendered) -> Answered:
        """Send a reply, or put it in the place of the one that the message got before it was edited."""
        before = self._desk.conversations.answer_to(asked.message) if asked.edited else None
        if before is not None and not before.is_photo:
            await replace_numbered(asked.message, before.message_id, rendered)
            return before
        if before is not None:
            # A photo cannot become a text; what answered the old words goes.
            await tolerating(asked.message.get_bot().delete_message(asked.message.chat_id, before.message_id))
        return Answered((await send(asked.message, rendered)).message_id, is_photo=False)


def _names(message: Message) -> tuple[str, ...]:
    """What whoever wrote, or is quoted, is called, so that it can be taken out of what is kept."""
    quoted = message.reply_to_message
    return (*_names_of(message), *(_names_of(quoted) if quoted is not None else ()))


def _names_of(message: Message) -> tuple[str, ...]:
    person, chat = message.from_user, message.sender_chat or message.chat
    called = [person.first_name, person.last_name, person.username] if person is not None else []
    called += [chat.title, chat.username, message.author_signature]
    return tuple(name for name in called if name)
