"""The bot in chats of all kinds, as people have it on their phones."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.app import BotApplication, build_application, make_desk
from bot.delivery import Delivery
from bot.faults import Pauses
from bot.health import Health
from bot.settings import Settings
from bot.trying import Persistence, Trier
from bot.watching import NothingWatched
from handlers.conversations import Conversations
from handlers.desk import Desk
from handlers.errors import apology
from handlers.limits import Limits
from handlers.messages import overlooking
from handlers.ports import Surface
from knowledge.answer import Answerer
from knowledge.model import Language
from knowledge.reply import ReplyKind
from tests.telegram_server.records import Json
from tests.telegram_server.updates import Updates
from tests.telegram_support import TOKEN, Call, RecordingRequest, pressed, private_message


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Kept:
    """A Keeper that shows what it was given."""

    def __init__(self) -> None:
        self.languages: dict[int, Language] = {}
        self.votes: list[tuple[str, bool]] = []
        self.questions: list[tuple[str, Language, tuple[str, ...]]] = []

    async def language(self, chat: int) -> Language | None:
        return self.languages.get(chat)

    async def choose_language(self, chat: int, language: Language | None) -> None:
        if language is None:
            self.languages.pop(chat, None)
        else:
            self.languages[chat] = language

    async def vote(self, intent: str, *, helpful: bool) -> None:
        self.votes.append((intent, helpful))

    async def unanswered(self, question: str, language: Language, names: tuple[str, ...] = ()) -> None:
        self.questions.append((question, language, names))


class Counted:
    """An Observer that shows what it was told."""

    def __init__(self) -> None:
        self.replies: list[tuple[Surface, ReplyKind]] = []
        self.seconds: list[float] = []
        self.limits: list[Surface] = []

    def replied(self, surface: Surface, kind: ReplyKind, seconds: float) -> None:
        self.replies.append((surface, kind))
        self.seconds.append(seconds)

    def limited(self, surface: Surface) -> None:
        self.limits.append(surface)


class World:
    """Whatever happens goes through the real application; what the bot then does comes back."""

    def __init__(self, app: BotApplication, log: RecordingRequest, desk: Desk) -> None:
        self.app = app
        trier = Trier(Persistence(pauses=Pauses(first=0.0)), NothingWatched(), Health(), overlooking(desk))
        self.delivery = Delivery(app.process_update, apology(desk.texts, desk.commands), trier)
        self.log = log
        self.desk = desk
        self.kept = Kept()
        self.counted = Counted()
        self.clock = Clock()
        desk.keeper, desk.observer = self.kept, self.counted
        desk.conversations = Conversations(self.clock)
        desk.limits = Limits(1000, self.clock)
        desk.keeps_unanswered = True

    @property
    def updates(self) -> Updates:
        """Builds what can happen."""
        return self.log.updates

    async def happens(self, update: Json) -> list[Call]:
        """Let an update happen; everything that the bot does then."""
        self.log.calls.clear()
        await self.delivery.deliver(self.log.happened(self.app.bot, update))
        return list(self.log.calls)

    async def answer_to(self, update: Json) -> Call:
        """Let an update happen that is answered by exactly one message of text."""
        calls = await self.happens(update)
        assert [call.method for call in calls] == ["sendMessage"]
        return calls[0]


class PrivateChat(World):
    """A private chat in which updates come from nowhere, without being known to the world before."""

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
    settings = Settings.model_validate({"token": TOKEN})
    desk = make_desk(settings, answerer)
    app = build_application(settings, desk, log)
    await app.initialize()
    try:
        yield PrivateChat(app, log, desk)
    finally:
        await app.shutdown()
    assert log.mistakes == []
