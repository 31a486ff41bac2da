"""A web server at work in a test, requests to it, and somebody who is delivered to."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from telegram import Bot, Update

from bot.health import Health
from bot.incoming import SECRET_HEADER, Deliver, Incoming
from bot.metrics import Metrics
from bot.web import Posts, WebServer, web_application
from tests.telegram_support import CHAT, TOKEN, RecordingRequest, user

SECRET = "a-secret_of_the-webhook"
PATH = "/updates"
WITH_SECRET = {SECRET_HEADER: SECRET}


def offline_bot() -> Bot:
    """A bot for updates to belong to; it calls nobody."""
    request = RecordingRequest()
    return Bot(TOKEN, request=request, get_updates_request=request)


def update_json(text: str = "What was the turnout?", number: int = 1, **fields: Any) -> dict[str, Any]:
    """A message in a private chat as Telegram posts it."""
    message = {"message_id": number, "date": 0, "chat": CHAT, "from": user(), "text": text, **fields}
    return {"update_id": number, "message": message}


def body_of(update: object) -> bytes:
    """The body of a post."""
    return json.dumps(update).encode()


class Delivered:
    """Takes updates and notes their numbers."""

    def __init__(self) -> None:
        self.numbers: list[int] = []

    async def __call__(self, update: Update) -> None:
        self.numbers.append(update.update_id)


class Webserver:
    """All that stands behind the web server, with a webhook at `PATH`."""

    def __init__(self, deliver: Deliver) -> None:
        self.health = Health()
        self.metrics = Metrics(self.health)
        self.incoming = Incoming(SECRET, deliver, offline_bot(), self.metrics)
        self.incoming.begin()
        self.application = web_application(self.health, self.metrics, Posts(PATH, self.incoming.receive))

    def sample(self, name: str, **labels: str) -> float | None:
        """One value of the metrics; None if there is no such series."""
        return sample_of(self.metrics.exposition(), name, **labels)


def sample_of(exposition: bytes, name: str, **labels: str) -> float | None:
    """One value of metrics in the text format; None if there is no such series."""
    for family in text_string_to_metric_families(exposition.decode()):
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return float(sample.value)
    return None


@asynccontextmanager
async def serving(application: Starlette) -> AsyncIterator[str]:
    """Serve at a free port; gives the address without a slash at its end."""
    server = WebServer("127.0.0.1:0", application)
    await server.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        await server.stop()
