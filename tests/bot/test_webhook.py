"""The webhook at work: Telegram's stand-in posts over HTTP, the real application answers."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from telegram import Bot, Update

from bot.app import build_application, make_desk
from bot.errors import ConfigurationError, TokenRefusedError
from bot.health import Health, Part
from bot.incoming import Deliver, Incoming
from bot.metrics import Metrics
from bot.settings import Settings
from bot.telegram_client import TelegramRequest
from bot.web import Posts, WebServer, web_application
from bot.webhook import MAX_CONNECTIONS, Keeping, Registration, Webhook, registration
from knowledge.answer import Answerer
from tests.bot.polling_support import BRIEF, Handled, delivery_to, until
from tests.bot.web_support import PATH, SECRET, sample_of
from tests.telegram_server import TelegramServer
from tests.telegram_server.people import user

URL = f"https://bot.example{PATH}"
TOLD = Registration(URL, SECRET, ("message", "callback_query"))
ANNA = user(1, language_code="en")


class Running:
    """A webhook at work, with all that is around it."""

    def __init__(self, bot: Bot, deliver: Deliver, keeping: Keeping) -> None:
        self.health = Health()
        self.metrics = Metrics(self.health)
        self.incoming = Incoming(SECRET, deliver, bot, self.metrics)
        self.webhook = Webhook(bot, TOLD, self.incoming, self.health, keeping)
        posts = Posts(PATH, self.incoming.receive)
        self.web = WebServer("127.0.0.1:0", web_application(self.health, self.metrics, posts))
        self.ended = asyncio.Event()

    async def run(self, server: TelegramServer) -> None:
        """As the process does."""
        await self.web.start()
        server.webhook.deliver_to = f"http://127.0.0.1:{self.web.port}"
        try:
            await self.webhook.run()
        finally:
            await self.web.stop()
            self.ended.set()

    def posted(self, status: int) -> float:
        """How many posts were answered with a status."""
        name = "mazhilis_bot_webhook_requests_total"
        return sample_of(self.metrics.exposition(), name, status=str(status)) or 0.0


@asynccontextmanager
async def running(
    server: TelegramServer, bot: Bot, deliver: Deliver, *, look_every: float = 60.0, grace: float = 5.0
) -> AsyncIterator[Running]:
    """A webhook at work; leaving stops it and waits for its end."""
    all_of_it = Running(bot, deliver, Keeping(look_every, grace, BRIEF))
    task = asyncio.create_task(all_of_it.run(server))
    try:
        yield all_of_it
    finally:
        all_of_it.webhook.stop()
        await asyncio.wait_for(task, 10)


@pytest_asyncio.fixture
async def patient_bot(server: TelegramServer) -> AsyncIterator[Bot]:
    """A bot that has not introduced itself, for servers that are not there yet."""
    request = TelegramRequest()
    yield Bot(server.token, base_url=f"{server.base_url}/bot", request=request, get_updates_request=request)
    await request.shutdown()


def set_calls(server: TelegramServer) -> list[dict[str, Any]]:
    """What setWebhook was called with, each time it took effect."""
    return [call.params for call in server.called("setWebhook") if call.ok]


async def test_questions_are_answered_and_acknowledged(server: TelegramServer, small: Answerer) -> None:
    settings = Settings.model_validate({"token": server.token, "api_url": server.base_url})
    application = build_application(settings, make_desk(settings, small))
    delivery = delivery_to(application.process_update)
    async with application, running(server, application.bot, delivery.deliver) as all_of_it:
        await until(lambda: server.webhook.settings != {})
        for text in ("How many seats did tide win?", "What was the turnout?"):
            server.push(server.updates.private_text(text, ANNA))
        await until(lambda: server.pending == [])
        assert all_of_it.posted(200) == 2
        answers = [message["text"].split("\n")[0] for message in server.sent(ANNA["id"])]
        assert answers == [
            "The Tide Party won 12 of 21 seats.",
            "Turnout was 81.5 percent, the harbour master said.",
        ]
        assert all_of_it.health.problems == {}
    assert server.webhook.settings["url"] == URL, "it stays set: what comes now waits for the next start"
    assert server.webhook.attempts == 2


async def test_telegram_is_told_everything_it_must_know(server: TelegramServer, bot: Bot) -> None:
    waiting = server.updates.private_text("sent while nobody was there", ANNA)
    server.push(waiting)
    handled = Handled()
    async with running(server, bot, handled):
        await handled.until(lambda: handled.texts == ["sent while nobody was there"])
    [told] = set_calls(server)
    assert told == {
        "url": URL,
        "secret_token": SECRET,
        "allowed_updates": ["message", "callback_query"],
        "max_connections": MAX_CONNECTIONS,
        "drop_pending_updates": False,
    }


async def test_a_webhook_with_an_old_secret_is_set_anew(server: TelegramServer, bot: Bot) -> None:
    server.webhook.set({"url": URL, "secret_token": "an-old-one", "allowed_updates": ["message", "callback_query"]})
    handled = Handled()
    async with running(server, bot, handled):
        server.push(server.updates.private_text("one", ANNA))
        await handled.until(lambda: handled.texts == ["one"])
    assert server.webhook.settings["secret_token"] == SECRET


async def test_it_is_looked_after_and_not_set_again_without_need(server: TelegramServer, bot: Bot) -> None:
    async with running(server, bot, Handled(), look_every=0.01):
        await until(lambda: len(server.called("getWebhookInfo")) >= 3)
    assert len(set_calls(server)) == 1


@pytest.mark.parametrize("change", ["removed", "another address", "other kinds"])
async def test_what_somebody_else_has_changed_is_put_right(
    server: TelegramServer, bot: Bot, change: str, caplog: pytest.LogCaptureFixture
) -> None:
    handled = Handled()
    async with running(server, bot, handled, look_every=0.01):
        await until(lambda: server.webhook.settings != {})
        if change == "removed":
            server.webhook.delete({})
        elif change == "another address":
            server.webhook.set({"url": "https://elsewhere.example/"})
        else:
            server.webhook.set({"url": URL, "secret_token": SECRET, "allowed_updates": ["poll"]})
        await until(lambda: len(set_calls(server)) == 2)
        server.push(server.updates.private_text("one", ANNA))
        await handled.until(lambda: handled.texts == ["one"])
    assert "somebody else has changed or removed the webhook" in caplog.text


async def test_telegram_may_come_later_than_the_bot(
    server: TelegramServer, patient_bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail(None, "server_error", math.inf)
    async with running(server, patient_bot, Handled()) as all_of_it:
        await until(lambda: len(server.called("setWebhook")) >= 2)
        assert all_of_it.health.problems == {Part.TELEGRAM: "the webhook cannot be set or looked at (network)"}
        assert not all_of_it.health.ready
        server.faults.clear()
        await until(lambda: all_of_it.health.ready)
    assert "the webhook cannot be set or looked at (network); next try in" in caplog.text


async def test_trouble_while_it_runs_is_told_and_passes(server: TelegramServer, bot: Bot) -> None:
    async with running(server, bot, Handled(), look_every=0.01) as all_of_it:
        await until(lambda: all_of_it.health.ready)
        server.fail("getWebhookInfo", "drop", math.inf)
        await until(lambda: not all_of_it.health.ready)
        server.faults.clear()
        await until(lambda: all_of_it.health.ready)
    assert len(set_calls(server)) == 1


async def test_flood_control_is_waited_out(server: TelegramServer, bot: Bot) -> None:
    server.fail("setWebhook", "flood", retry_after=1)
    async with running(server, bot, Handled()) as all_of_it:
        await until(lambda: all_of_it.health.ready)
    first, second = server.called("setWebhook")
    assert second.time - first.time >= 0.9


async def test_an_address_that_telegram_does_not_take_is_said_in_its_words(server: TelegramServer, bot: Bot) -> None:
    server.fail("setWebhook", "bad_request", math.inf, description="bad webhook: Failed to resolve host")
    async with running(server, bot, Handled()) as all_of_it:
        await until(lambda: all_of_it.health.problems[Part.TELEGRAM] != "not reached yet")
        assert all_of_it.health.problems == {
            Part.TELEGRAM: "Telegram does not take the webhook (Bad webhook: failed to resolve host)"
        }


async def test_why_telegram_could_not_post_is_logged_once(
    server: TelegramServer, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(server, bot, Handled(), look_every=0.01):
        await until(lambda: server.webhook.settings != {})
        server.webhook.last_error = (1_600_000_000, "Connection refused")
        looked = len(server.called("getWebhookInfo"))
        await until(lambda: len(server.called("getWebhookInfo")) > looked + 3)
    assert caplog.text.count("Telegram could not post an update: Connection refused") == 1


@pytest.mark.parametrize("result", ["true", "{}", "[1]", '"a secret"', '{"url": {}}'])
async def test_whatever_answers_in_telegrams_place_is_waited_out(
    server: TelegramServer, bot: Bot, caplog: pytest.LogCaptureFixture, result: str
) -> None:
    async with running(server, bot, Handled(), look_every=0.01):
        await until(lambda: server.called("getWebhookInfo") != [])
        server.fail("getWebhookInfo", "odd", description=f'{{"ok": true, "result": {result}}}')
        await until(lambda: server.faults.waiting == [])
        before = len(server.called("getWebhookInfo"))
        await until(lambda: len(server.called("getWebhookInfo")) > before + 1)
    assert "a secret" not in caplog.text
    assert [line for line in caplog.messages if "cannot be set or looked at" in line]


async def test_a_token_that_telegram_does_not_know_ends_it(server: TelegramServer, bot: Bot) -> None:
    server.fail("setWebhook", "unauthorized")
    with pytest.raises(TokenRefusedError):
        await Running(bot, Handled(), Keeping()).run(server)


async def test_a_token_withdrawn_while_it_runs_ends_it(server: TelegramServer, bot: Bot) -> None:
    async def refused(_: Update) -> None:
        raise TokenRefusedError("Telegram refuses BOT_TOKEN")

    all_of_it = Running(bot, refused, Keeping())
    task = asyncio.create_task(all_of_it.run(server))
    await until(lambda: server.webhook.settings != {})
    update = server.updates.private_text("one", ANNA)
    server.push(update)
    with pytest.raises(TokenRefusedError, match="check it with @BotFather"):
        await asyncio.wait_for(task, 10)
    assert server.pending == [update]


async def test_stopping_during_a_delivery_answers_it(server: TelegramServer, bot: Bot) -> None:
    handled = Handled()
    handled.gate.clear()
    async with running(server, bot, handled) as all_of_it:
        for text in ("one", "two"):
            server.push(server.updates.private_text(text, ANNA))
        await handled.until(lambda: handled.begun == ["one"])
        all_of_it.webhook.stop()
        await asyncio.sleep(0)
        assert not all_of_it.ended.is_set()
        handled.gate.set()
        await asyncio.wait_for(all_of_it.ended.wait(), 5)
    assert handled.texts == ["one"]
    assert [update["message"]["text"] for update in server.pending] == ["two"]


async def test_stopping_does_not_wait_for_ever(server: TelegramServer, bot: Bot) -> None:
    handled = Handled()
    handled.gate.clear()
    update = server.updates.private_text("one", ANNA)
    async with running(server, bot, handled, grace=0.05):
        server.push(update)
        await handled.until(lambda: handled.begun == ["one"])
    assert server.pending == [update], "it is posted again to the next start"


async def test_it_can_be_stopped_while_it_waits_for_telegram(server: TelegramServer, patient_bot: Bot) -> None:
    server.fail(None, "server_error", math.inf)
    async with running(server, patient_bot, Handled()):
        await until(lambda: server.called("setWebhook") != [])


async def test_what_was_not_answered_is_posted_again(
    server: TelegramServer, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    handled = Handled()
    failures = 2

    async def deliver(update: Update) -> None:
        nonlocal failures
        if failures:
            failures -= 1
            raise ConnectionError(update.message)
        await handled(update)

    async with running(server, bot, deliver) as all_of_it:
        server.push(server.updates.private_text("what somebody wrote", ANNA))
        await handled.until(lambda: handled.texts == ["what somebody wrote"])
        await until(lambda: server.pending == [])
        assert (all_of_it.posted(503), all_of_it.posted(200)) == (2, 1)
    assert "what somebody wrote" not in caplog.text


async def test_no_line_holds_a_secret_or_a_word_of_anybody(
    server: TelegramServer, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    handled = Handled()
    with caplog.at_level(logging.INFO):
        async with running(server, bot, handled, look_every=0.01):
            server.push(server.updates.private_text("what somebody wrote", ANNA))
            await handled.until(lambda: handled.texts == ["what somebody wrote"])
    written = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "telegram"))]
    assert "the webhook is set" in written
    for secret in (SECRET, server.token, "what somebody wrote", ANNA["first_name"]):
        assert not [line for line in written if secret in line]


COMPLETE = {"webhook_url": URL, "webhook_secret": SECRET, "listen": "127.0.0.1:8080"}


def told(**settings: Any) -> Registration:
    return registration(Settings.model_validate(COMPLETE | settings), ("message",))


def test_what_the_settings_say() -> None:
    assert told() == Registration(URL, SECRET, ("message",))
    assert told().path == PATH
    assert told(webhook_url="https://bot.example").path == "/"
    assert told(webhook_url="https://bot.example:8443/a-b/c.d_e~/?x=y").path == "/a-b/c.d_e~/"
    assert SECRET not in repr(told())


@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        ({"webhook_url": None}, ["BOT_WEBHOOK_URL is not set"]),
        ({"webhook_secret": None}, ["BOT_WEBHOOK_SECRET is not set"]),
        ({"listen": None}, ["BOT_LISTEN is not set"]),
        (dict.fromkeys(COMPLETE), ["BOT_WEBHOOK_URL is not set", "BOT_WEBHOOK_SECRET is not set", "BOT_LISTEN is not"]),
        ({"webhook_url": "https://bot.example/metrics"}, ["BOT_WEBHOOK_URL: the path /metrics is taken"]),
        ({"webhook_url": "https://bot.example/{id}"}, ["BOT_WEBHOOK_URL: the path may hold only"]),
        ({"webhook_url": "https://bot.example/a%20b"}, ["BOT_WEBHOOK_URL: the path may hold only"]),
    ],
)
def test_what_is_missing_or_cannot_be_is_one_line_each(settings: dict[str, Any], lines: list[str]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        told(**settings)
    said = str(caught.value).splitlines()
    assert len(said) == len(lines)
    for line, beginning in zip(said, lines, strict=True):
        assert line.startswith(beginning)
