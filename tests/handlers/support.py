"""A private chat with the bot, as somebody has it on their phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.app import BotApplication, build_application
from bot.delivery import Delivery
from bot.faults import Pauses
from bot.health import Health
from bot.settings import Settings
from bot.trying import Persistence, Trier
from bot.watching import NothingWatched
from handlers.errors import apology
from knowledge.answer import Answerer
from tests.telegram_support import TOKEN, Call, RecordingRequest, pressed, private_message


class PrivateChat:
    """Whatever is written or pressed goes through the real application; what the bot then does comes back."""

    def __init__(self, app: BotApplication, delivery: Delivery, log: RecordingRequest) -> None:
        self.app = app
        self.delivery = delivery
        self.log = log

    async def say(self, text: str | None, **fields: Any) -> list[Call]:
        """Write a message; everything that the bot does then. Fields are those of `private_message`."""
        self.log.calls.clear()
        await self.delivery.deliver(private_message(self.app.bot, text, **fields))
        return list(self.log.calls)

    async def ask(self, text: str | None, **fields: Any) -> Call:
        """Write a message that is answered by exactly one message of text."""
        calls = await self.say(text, **fields)
        assert [call.method for call in calls] == ["sendMessage"]
        return calls[0]

    async def press(self, data: str | None, **where: Any) -> list[Call]:
        """Press a button with this data; everything that the bot does then. `where` is as for `pressed`."""
        self.log.calls.clear()
        await self.delivery.deliver(pressed(self.app.bot, data, **where))
        return list(self.log.calls)

    async def tap(self, label: str, under: Call, **who: Any) -> list[Call]:
        """Press the button with this label under a message that the bot sent."""
        return await self.press(under.data(label), message=under.result, **who)


@asynccontextmanager
async def private_chat(answerer: Answerer) -> AsyncIterator[PrivateChat]:
    """A chat with the real application; fails if the bot made a call that Telegram's rules forbid."""
    log = RecordingRequest()
    app = build_application(Settings.model_validate({"token": TOKEN}), answerer, log)
    trier = Trier(Persistence(pauses=Pauses(first=0.0)), NothingWatched(), Health())
    delivery = Delivery(app.process_update, apology(answerer.texts), trier)
    await app.initialize()
    try:
        yield PrivateChat(app, delivery, log)
    finally:
        await app.shutdown()
    assert log.mistakes == []
