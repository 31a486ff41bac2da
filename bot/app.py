"""All wiring in one place: settings and an answerer in, an application out."""

from __future__ import annotations

from time import monotonic
from typing import Any

from telegram.ext import AIORateLimiter, Application, ExtBot
from telegram.request import BaseRequest

from bot.errors import ConfigurationError
from bot.pictures import DrawnPictures
from bot.settings import Settings
from bot.telegram_client import aiohttp_request
from handlers.buttons import button_handlers
from handlers.desk import Desk
from handlers.errors import error_handler
from handlers.guest import guest_handlers
from handlers.inline import inline_handlers
from handlers.limits import Limits
from handlers.membership import membership_handlers
from handlers.messages import message_handlers
from knowledge.answer import Answerer

BotApplication = Application[Any, Any, Any, Any, Any, Any]


def make_desk(settings: Settings, answerer: Answerer) -> Desk:
    """What every surface shares, without a database and without metrics."""
    return Desk(
        answerer,
        DrawnPictures(answerer.base),
        limits=Limits(settings.rate_per_minute, monotonic),
        keeps_unanswered=settings.keep_unanswered,
    )


def build_application(settings: Settings, desk: Desk, request: BaseRequest | None = None) -> BotApplication:
    """The application with its handlers; it fetches nothing by itself (see `bot.polling`).

    Args:
        settings: must hold a token.
        desk: where the questions of all surfaces arrive.
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
    # The first handler that fits takes the update, so a group's move is seen before messages are.
    application.add_handlers(membership_handlers(desk))
    application.add_handlers(button_handlers(desk))
    application.add_handlers(inline_handlers(desk))
    application.add_handlers(guest_handlers(desk))
    application.add_handlers(message_handlers(desk))
    application.add_error_handler(error_handler(desk.texts))
    return application
