"""When handling fails: log what and where, never the text of anybody, then one fixed sentence."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from handlers.speaker import client_language
from knowledge.texts import Texts

logger = logging.getLogger(__name__)

ErrorHandler = Callable[[object, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def where(error: BaseException) -> str:
    """File, line and function that an error came from; its message may hold what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "unknown place"
    last = frames[-1]
    return f"{last.filename.rsplit('/', 1)[-1]}:{last.lineno} in {last.name}"


def error_handler(texts: Texts) -> ErrorHandler:
    """A handler for errors that other handlers let through."""

    async def apologise(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        error = context.error
        if error is None:
            return
        logger.error("handling an update failed: %s at %s", type(error).__name__, where(error))
        if not isinstance(update, Update) or update.effective_message is None or isinstance(error, TelegramError):
            return
        try:
            text = texts.get(client_language(update.effective_user), "error")
            await update.effective_message.reply_text(text)
        except TelegramError as second:
            logger.warning("the apology could not be sent: %s", type(second).__name__)

    return apologise
