"""All wiring in one place: settings and an answerer in, an application out."""

from __future__ import annotations

from time import monotonic
from typing import Any

from telegram import Update
from telegram.ext import Application
from telegram.request import BaseRequest
from typing_extensions import override

from bot.flood import FloodControl
from bot.pictures import DrawnPictures
from bot.sent import SentOnce
from bot.settings import Settings, demand_token
from bot.telegram_client import TelegramBot, TelegramRequest
from bot.watching import DeliveryObserver
from handlers.buttons import button_handlers
from handlers.desk import Desk
from handlers.guest import guest_handlers
from handlers.inline import inline_handlers
from handlers.limits import Limits
from handlers.membership import membership_handlers
from handlers.messages import message_handlers
from handlers.ports import Keeper, NothingCounted, NothingKept, Observer
from knowledge.answer import Answerer

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CHANNEL_POST,
    Update.EDITED_CHANNEL_POST,
    Update.INLINE_QUERY,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.GUEST_MESSAGE,
)
"""The kinds that have a handler; Telegram does not send the rest."""


BotApplication = Application[Any, Any, Any, Any, Any, Any]


def make_desk(
    settings: Settings, answerer: Answerer, keeper: Keeper | None = None, observer: Observer | None = None
) -> Desk:
    """What every surface shares; without a keeper nothing is kept, without an observer nothing is counted."""
    return Desk(
        answerer,
        DrawnPictures(answerer.base),
        keeper or NothingKept(),
        observer or NothingCounted(),
        Limits(settings.rate_per_minute, monotonic),
        keeps_unanswered=settings.keep_unanswered,
    )


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
    desk: Desk,
    request: BaseRequest | None = None,
    observer: DeliveryObserver | None = None,
) -> BotApplication:
    """The application with its handlers; it fetches nothing by itself (see `bot.polling`).

    Args:
        settings: must hold a token.
        desk: where the questions of all surfaces arrive.
        request: transport for both kinds of calls; aiohttp if not given.
        observer: told when Telegram asks to wait.

    Raises:
        ConfigurationError: there is no token.
    """
    bot = TelegramBot(
        token=demand_token(settings),
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=request or TelegramRequest(),
        get_updates_request=request or TelegramRequest(),
        rate_limiter=SentOnce(FloodControl(observer)),
    )
    application = Application.builder().bot(bot).updater(None).application_class(_LettingErrorsThrough).build()
    # The first handler that fits takes the update, so a group's move is seen before messages are.
    application.add_handlers(membership_handlers(desk))
    application.add_handlers(button_handlers(desk))
    application.add_handlers(inline_handlers(desk))
    application.add_handlers(guest_handlers(desk))
    application.add_handlers(message_handlers(desk))
    return application
