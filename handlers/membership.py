"""Being added to a chat, removed from it, or moved with it: handled quietly, nothing is ever said unasked."""

from __future__ import annotations

from typing import Any

from telegram import ChatMember, Update
from telegram.ext import BaseHandler, ChatMemberHandler, ContextTypes, MessageHandler, filters

from handlers.desk import Desk

_GONE = frozenset({ChatMember.LEFT, ChatMember.BANNED})


def membership_handlers(desk: Desk) -> list[BaseHandler[Update, Any, None]]:
    """Handlers for changes of where the bot is."""

    async def changed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        change = update.my_chat_member
        if change is not None and change.new_chat_member.status in _GONE:
            await desk.keeper.choose_language(change.chat.id, None)

    async def moved(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.message
        if message is None or message.migrate_to_chat_id is None:
            return
        chosen = await desk.keeper.language(message.chat_id)
        if chosen is not None:
            await desk.keeper.choose_language(message.migrate_to_chat_id, chosen)
            await desk.keeper.choose_language(message.chat_id, None)

    return [
        ChatMemberHandler(changed, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, moved),
    ]
