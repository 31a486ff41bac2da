"""All wiring in one place: settings and an answerer in, an application out."""

from __future__ import annotations

from typing import Any

from telegram.ext import AIORateLimiter, Application, ExtBot
from telegram.request import BaseRequest

from bot.errors import ConfigurationError
from bot.pictures import DrawnPictures
from bot.settings import Settings
from bot.telegram_client import aiohttp_request
from handlers.choices import choice_handlers
from handlers.commands import command_handlers
from handlers.errors import error_handler
from handlers.question import question_handlers
from knowledge.answer import Answerer

BotApplication = Application[Any, Any, Any, Any, Any, Any]


def build_application(settings: Settings, answerer: Answerer, request: BaseRequest | None = None) -> BotApplication:
    """The application with its handlers; it fetches nothing by itself (see `bot.polling`).

    Args:
        settings: must hold a token.
        answerer: answers the questions.
        request: transport for both kinds of calls; aiohttp if not given.

    Raises:
        ConfigurationError: there is no token.
    """
    if settings.token is None:
        raise ConfigurationError(
            "BOT_TOKEN is not set: get a token from @BotFather in Telegram, then `export BOT_TOKEN=...`"
        )
    bot: ExtBot[Any] = ExtBot(
        token=settings.token.get_secret_value(),
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=request or aiohttp_request(),
        get_updates_request=request or aiohttp_request(),
        rate_limiter=AIORateLimiter(max_retries=3),
    )
    application = Application.builder().bot(bot).updater(None).build()
    # The first handler that fits takes the update, so commands stand before questions.
    pictures = DrawnPictures(answerer.base)
    application.add_handlers(choice_handlers(answerer, pictures))
    application.add_handlers(command_handlers(answerer, pictures))
    application.add_handlers(question_handlers(answerer))
    application.add_error_handler(error_handler(answerer.texts))
    return application
