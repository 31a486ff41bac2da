"""All wiring in one place: settings and an answerer in, an application out."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import Application
from telegram.request import BaseRequest
from typing_extensions import override

from bot.errors import ConfigurationError
from bot.flood import FloodControl
from bot.pictures import DrawnPictures
from bot.sent import SentOnce
from bot.settings import Settings
from bot.telegram_client import TelegramBot, aiohttp_request
from bot.watching import DeliveryObserver
from handlers.choices import choice_handlers
from handlers.commands import command_handlers
from handlers.question import question_handlers
from knowledge.answer import Answerer

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY)
"""The kinds that have a handler; Telegram does not send the rest."""


BotApplication = Application[Any, Any, Any, Any, Any, Any]


class _LettingErrorsThrough(BotApplication):
    """Hands updates to their handlers, and what a handler raises to whoever handed in the update."""

    @override
    async def process_error(
        self, update: object | None, error: Exception, job: object = None, coroutine: object = None
    ) -> bool:
        """Raise the error: delivery decides what becomes of the update."""
        raise error


def build_application(
    settings: Settings,
    answerer: Answerer,
    request: BaseRequest | None = None,
    observer: DeliveryObserver | None = None,
) -> BotApplication:
    """The application with its handlers; it fetches nothing by itself (see `bot.polling`).

    Args:
        settings: must hold a token.
        answerer: answers the questions.
        request: transport for both kinds of calls; aiohttp if not given.
        observer: told when Telegram asks to wait.

    Raises:
        ConfigurationError: there is no token.
    """
    if settings.token is None:
        raise ConfigurationError(
            "BOT_TOKEN is not set: get a token from @BotFather in Telegram, then `export BOT_TOKEN=...`"
        )
    bot = TelegramBot(
        token=settings.token.get_secret_value(),
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=request or aiohttp_request(),
        get_updates_request=request or aiohttp_request(),
        rate_limiter=SentOnce(FloodControl(observer)),
    )
    application = Application.builder().bot(bot).updater(None).application_class(_LettingErrorsThrough).build()
    # The first handler that fits takes the update, so commands stand before questions.
    pictures = DrawnPictures(answerer.base)
    application.add_handlers(choice_handlers(answerer, pictures))
    application.add_handlers(command_handlers(answerer, pictures))
    application.add_handlers(question_handlers(answerer))
    return application
