"""Messages in private chats, groups and channels: one path from what was written to the one reply to it."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, ContextTypes, MessageHandler, filters

from handlers.addressing import Asked, addressed
from handlers.commands import Commands
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

_QUESTIONS = frozenset({None, "ask"})
"""Commands after which the words are a plain question, and no command at all."""


def message_handlers(desk: Desk) -> list[BaseHandler[Update, Any, None]]:
    """Handlers for messages and posts, new and edited."""
    written = filters.UpdateType.MESSAGES | filters.UpdateType.CHANNEL_POSTS
    return [MessageHandler(written, Messages(desk).received)]


class Messages:
    """Answers what is addressed to the bot."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._commands = Commands(desk)
        self._language = LanguageChoice(desk)

    async def received(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message, or edit the answer when the message was edited; silence if it is not for us."""
        me = context.bot.bot
        asked = addressed(update, me, self._commands.names)
        if asked is None:
            return
        person = asked.message.from_user
        preferred = await self._desk.preferred(asked.message.chat_id, person)
        if not await self._admitted(asked, preferred):
            return
        if asked.wordless:
            await send(asked.message, Rendered(self._desk.texts.get(preferred, "only_text")))
        elif asked.command == LanguageChoice.command:
            await self._deliver(asked, await self._language.asked(asked, preferred))
        else:
            await self._answer(asked, preferred, me.username or "")

    async def _admitted(self, asked: Asked, preferred: Language) -> bool:
        person = asked.message.from_user if asked.surface is Surface.PRIVATE or not asked.message.sender_chat else None
        admission = self._desk.limits.admit(asked.message.chat_id, person.id if person is not None else None)
        if admission is Admission.ANSWER:
            return True
        self._desk.observer.limited(asked.surface)
        if admission is Admission.SAY_SO:
            await send(asked.message, Rendered(self._desk.texts.get(preferred, "slow_down")))
        return False

    async def _answer(self, asked: Asked, preferred: Language, username: str) -> None:
        began = perf_counter()
        reply, context = self._reply(asked, preferred)
        self._desk.observer.replied(asked.surface, reply.kind, perf_counter() - began)
        answerer = self._desk.answerer
        sent: Message | None = None
        if asked.command not in _QUESTIONS and reply.chart is not None and not asked.edited:
            buttons = keyboard(reply, answerer, username, with_chart=False)
            sent = await self._with_picture(asked.message, reply, render_caption(reply, answerer.texts, buttons))
        if sent is None:
            present = render if asked.surface is Surface.PRIVATE else render_brief
            rendered = present(reply, answerer.texts, keyboard(reply, answerer, username))
            sent = await self._deliver(asked, rendered)
        self._desk.conversations.answered(asked, sent, context)
        if reply.kind is ReplyKind.NO_ANSWER and asked.command in _QUESTIONS and asked.words:
            await self._desk.keeper.unanswered(asked.words, reply.language, _names(asked.message))

    def _reply(self, asked: Asked, preferred: Language) -> tuple[Reply, Context | None]:
        """The reply, and what a follow-up can build on."""
        if asked.command not in _QUESTIONS:
            reply = self._commands.reply(asked.command or "", asked.words, preferred)
            return reply, self._desk.answerer.context_of(reply)
        if not asked.words:
            return self._desk.answerer.help(preferred), None
        before = self._desk.conversations.context(asked)
        return self._desk.answerer.converse(asked.words, None, before, preferred)

    async def _with_picture(self, message: Message, reply: Reply, caption: Rendered | None) -> Message | None:
        """Send the chart with the answer as its caption; None if the answer is still to be sent.

        That is so where there is no chart, or the answer is too long for a caption.
        """
        if reply.chart is None:
            return None
        sent = await send_picture(message, self._desk.pictures, reply.chart, reply.language, caption)
        return sent if caption is not None else None

    async def _deliver(self, asked: Asked, rendered: Rendered) -> Message | None:
        """Send a reply, or put it in the place of the one that the message got before it was edited."""
        before = self._desk.conversations.answer_to(asked.message) if asked.edited else None
        if before is None:
            return await send(asked.message, rendered)
        if not before.is_photo:
            await replace_numbered(asked.message, before.message_id, rendered)
            return None
        # A photo cannot become a text; what answered the old words goes.
        await tolerating(asked.message.get_bot().delete_message(asked.message.chat_id, before.message_id))
        return await send(asked.message, rendered)


def _names(message: Message) -> tuple[str, ...]:
    """What whoever wrote is called, so that it can be taken out of what is kept."""
    person, chat = message.from_user, message.sender_chat or message.chat
    called = [person.first_name, person.last_name, person.username] if person is not None else []
    called += [chat.title, chat.username, message.author_signature]
    return tuple(name for name in called if name)
