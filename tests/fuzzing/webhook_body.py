"""Posts with any body to the webhook: answered with 200 or 400, and what is an update is seen through."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bot.app import build_application, make_desk
from bot.delivery import Delivery, RecentUpdates
from bot.faults import Pauses
from bot.health import Health
from bot.metrics import Metrics
from bot.settings import Settings
from bot.trying import Persistence, Trier
from handlers.errors import apology
from knowledge.answer import Answerer
from knowledge.lexicon import load_lexicon
from knowledge.load import load
from knowledge.texts import load_texts
from tests.bot.web_support import PATH, WITH_SECRET, Webserver, body_of, update_json
from tests.fuzzing.harness import Harness
from tests.small_base import write_base
from tests.telegram_support import CHAT, TOKEN, RecordingRequest, user

_POSTS = 200
"""After so many a new bot takes over: the transport remembers whatever was sent through it."""
_UPDATES = (
    update_json(),
    update_json("/start", entities=[{"type": "bot_command", "offset": 0, "length": 6}]),
    update_json("and in 2016?", reply_to_message=update_json()["message"]),
    {"update_id": 2, "edited_message": update_json()["message"] | {"edit_date": 1}},
    {"update_id": 3, "callback_query": {
        "id": "1", "from": user(), "chat_instance": "1", "data": "a:turnout", "message": update_json()["message"],
    }},
    {"update_id": 4, "inline_query": {"id": "1", "from": user(), "query": "turnout", "offset": ""}},
    {"update_id": 5, "my_chat_member": {
        "chat": CHAT, "from": user(), "date": 0,
        "old_chat_member": {"status": "left", "user": user()},
        "new_chat_member": {"status": "member", "user": user()},
    }},
    {"update_id": 6, "channel_post": {
        "message_id": 1, "date": 0, "chat": {"id": -100, "type": "channel", "title": "x"}, "text": "turnout",
    }},
)  # fmt: skip


class WebhookBody:
    """Posts bodies to a whole bot behind its webhook, with the secret."""

    seeds: Sequence[bytes] = (
        *map(body_of, _UPDATES),
        b"",
        b"{",
        b"[]",
        b'{"update_id": 1}',
        b"\xed\xa0\x80",
        b'"\\ud800"',
        b"9" * 999,
    )
    dictionary: Sequence[str] = (
        '"update_id":', '"message":', '"edited_message":', '"callback_query":', '"inline_query":', '"chat":',
        '"from":', '"text":', '"entities":', '"caption":', '"date":', '"type":', '"offset":', '"length":', '"id":',
        '"private"', '"supergroup"', '"channel"', '"mention"', '"bot_command"', '"photo":', '"reply_to_message":',
        '"forward_origin":', '"is_bot":', '"language_code":', '"data":', "null", "true", "-1", "1e999", "NaN", "{}",
        "[]", '"\\ud800"', "9223372036854775808",
    )  # fmt: skip

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._runner = asyncio.Runner()
        self._posts = 0
        self._client: httpx.AsyncClient | None = None

    def __call__(self, data: bytes) -> None:
        self._runner.run(self._post(data))

    def close(self) -> None:
        """End the loop that the bot runs in."""
        self._runner.close()

    async def _post(self, body: bytes) -> None:
        if self._client is None or self._posts % _POSTS == 0:
            self._client = await self._new()
        self._posts += 1
        answer = await self._client.post(PATH, content=body, headers=WITH_SECRET)
        assert answer.status_code in {200, 400}, answer.status_code

    async def _new(self) -> httpx.AsyncClient:
        settings, health = Settings.model_validate({"token": TOKEN, "rate_per_minute": 10**9}), Health()
        desk = make_desk(settings, self._answerer)
        application = build_application(settings, desk, RecordingRequest())
        await application.initialize()
        persistence = Persistence(mistakes=1, unreached=1, pauses=Pauses(0.0, 0.0))
        delivery = Delivery(
            application.process_update,
            apology(self._answerer.texts, desk.commands),
            Trier(persistence, Metrics(health), health),
            RecentUpdates(most=0),  # the same number again is answered again
        )
        transport = httpx.ASGITransport(Webserver(delivery.deliver).application)
        return httpx.AsyncClient(transport=transport, base_url="http://test")


def prepare() -> Harness:
    """The harness over a bot that answers about the invented election."""
    logging.disable()
    with TemporaryDirectory() as directory:
        base = load(write_base(Path(directory)))
    return WebhookBody(Answerer(base, load_lexicon(), load_texts()))
