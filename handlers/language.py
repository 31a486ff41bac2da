"""/language: which language a chat uses for whatever shows none."""

from __future__ import annotations

from typing import ClassVar

from telegram import Bot, Chat, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

from handlers.addressing import Asked
from handlers.desk import Desk
from handlers.keyboards import language_keyboard
from handlers.render import Rendered
from handlers.speaker import client_language
from knowledge.model import Language

_AUTO = "auto"
_MAY_CHOOSE = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})


class LanguageChoice:
    """Shows and changes the language of a chat. In company only administrators change it."""

    command: ClassVar[str] = "language"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def asked(self, asked: Asked, preferred: Language) -> Rendered:
        """The reply to /language, with or without a language after it."""
        message = asked.message
        if not asked.words:
            return await self._shown(message.chat_id, preferred)
        named = self._named(asked.words)
        if named is None:
            return Rendered(self._desk.texts.get(preferred, "language_unknown"))
        language = None if named == _AUTO else Language(named)
        # A post in a channel is written by whoever may, also where it does not say so.
        sender = message.chat if message.chat.type == ChatType.CHANNEL else message.sender_chat
        chosen = await self.choose(message.chat, message.from_user, sender, language)
        return chosen or Rendered(self._desk.texts.get(preferred, "language_admins"))

    async def choose(
        self, chat: Chat, person: User | None, sender: Chat | None, language: Language | None
    ) -> Rendered | None:
        """Change the language; None if whoever asks may not.

        Args:
            chat: whose language it is.
            person: who asks, if known.
            sender: the chat in whose name somebody asks, if so.
            language: None for that of everybody's client.
        """
        if not await may_choose(chat, person, sender):
            return None
        await self._desk.keeper.choose_language(chat.id, language)
        if language is None:
            return Rendered(self._desk.texts.get(client_language(person), "language_set_auto"))
        name = self._desk.texts.get(language, f"language_{language.value}")
        return Rendered(self._desk.texts.get(language, "language_set", name=name))

    async def _shown(self, chat: int, preferred: Language) -> Rendered:
        texts = self._desk.texts
        chosen = await self._desk.keeper.language(chat)
        if chosen is None:
            now = texts.get(preferred, "language_now_auto")
        else:
            now = texts.get(preferred, "language_now", name=texts.get(preferred, f"language_{chosen.value}"))
        text = f"{now}\n\n{texts.get(preferred, 'language_choose')}"
        return Rendered(text, language_keyboard(self._desk.answerer, preferred))

    def _named(self, words: str) -> str | None:
        """The code of the language that is named by code or by its own name, "auto", or None."""
        said = words.casefold().strip()
        names = {self._desk.texts.get(each, f"language_{each.value}").casefold(): each.value for each in Language}
        codes = {each.value: each.value for each in Language} | {_AUTO: _AUTO}
        return (names | codes).get(said)


async def may_choose(chat: Chat, person: User | None, sender: Chat | None) -> bool:
    """Whether somebody may change what concerns a whole chat."""
    if chat.type == ChatType.PRIVATE or (sender is not None and sender.id == chat.id):
        return True
    if person is None:
        return False
    bot: Bot = chat.get_bot()
    try:
        member = await bot.get_chat_member(chat.id, person.id)
    except (BadRequest, Forbidden):
        # Of somebody whom Telegram does not show there; what is only a fault of the network is tried again.
        return False
    return member.status in _MAY_CHOOSE
