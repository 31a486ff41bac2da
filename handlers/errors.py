"""When an update cannot be answered: one fixed sentence, and never the text of anybody in the log."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Coroutine
from typing import Any

from telegram import Update

from handlers.addressing import addressed
from handlers.speaker import client_language
from knowledge.texts import Texts

Apologise = Callable[[Update], Coroutine[Any, Any, None]]


def where(error: BaseException) -> str:
    """File, line and function that an error came from; its message may hold what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "unknown place"
    last = frames[-1]
    return f"{last.filename.rsplit('/', 1)[-1]}:{last.lineno} in {last.name}"


def apology(texts: Texts, commands: Collection[str]) -> Apologise:
    """Tells whoever asked something, in their language, that it cannot be answered; errors are let through.

    Nobody else is told anything: not who did not address the bot, and nobody where it is a guest.
    """

    async def apologise(update: Update) -> None:
        message = update.effective_message
        asked = update.callback_query is not None or addressed(update, update.get_bot().bot, commands) is not None
        if message is not None and asked and update.guest_message is None:
            await message.reply_text(texts.get(client_language(update.effective_user), "error"))

    return apologise
