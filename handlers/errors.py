"""When an update cannot be answered: one fixed sentence, and never the text of anybody in the log."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

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


def apology(texts: Texts) -> Apologise:
    """Tells whoever wrote an update, in their language, that it cannot be answered; errors are let through."""

    async def apologise(update: Update) -> None:
        message = update.effective_message
        if message is not None:
            await message.reply_text(texts.get(client_language(update.effective_user), "error"))

    return apologise
