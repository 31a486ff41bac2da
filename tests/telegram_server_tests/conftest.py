from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, cast

import aiohttp
import pytest_asyncio
from telegram import Bot

from tests.telegram_server import TelegramServer
from tests.telegram_server.people import CHANNEL, GROUP, SUPERGROUP, USER
from tests.telegram_server.validate import check_result
from tests.telegram_server_tests.samples import png

Json = dict[str, Any]


@dataclass
class Api:
    """Calls methods without a library, so that wrong calls can be made too."""

    server: TelegramServer
    session: aiohttp.ClientSession

    async def __call__(self, method: str, **params: object) -> Json:
        """POST a form; the answer's JSON, whose error_code must be the HTTP status."""
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
        async with self.session.post(self.url(method), data=form) as response:
            answer: Json = await response.json()
        assert response.status == (200 if answer["ok"] else answer["error_code"])
        return answer

    async def error(self, method: str, **params: object) -> str:
        """The description of the error, which there must be."""
        answer = await self(method, **params)
        assert not answer["ok"], answer
        assert self.server.calls[-1].error == answer["description"]
        return str(answer["description"])

    async def result(self, method: str, **params: object) -> Json:
        """The result, which there must be; mostly an object."""
        answer = await self(method, **params)
        assert answer["ok"], answer
        return cast("Json", answer["result"])

    async def text(self, text: str, **params: object) -> Json:
        """Send HTML text to the user; the message."""
        return await self.result("sendMessage", chat_id=USER["id"], text=text, parse_mode="HTML", **params)

    async def text_error(self, text: str, **params: object) -> str:
        """The error of sending HTML text to the user."""
        return await self.error("sendMessage", chat_id=USER["id"], text=text, parse_mode="HTML", **params)

    async def photo(self, content: bytes, kind: str = "photo", **params: str) -> Json:
        """Upload a photo, or a document, to the user; the answer."""
        form = aiohttp.FormData({"chat_id": str(USER["id"])} | params)
        form.add_field(kind, io.BytesIO(content), filename="a.png", content_type="image/png")
        async with self.session.post(self.url(f"send{kind.title()}"), data=form) as response:
            return cast("Json", await response.json())

    async def photo_id(self) -> str:
        """The file_id of a photo just sent."""
        return str((await self.photo(png()))["result"]["photo"][-1]["file_id"])

    def url(self, method: str) -> str:
        """The address of a method."""
        return f"{self.server.base_url}/bot{self.server.token}/{method}"


@pytest_asyncio.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """A server that knows a user, a group, a supergroup and a channel; all it answers must fit the API."""
    async with TelegramServer() as running:
        for chat in (GROUP, SUPERGROUP, CHANNEL):
            running.push(running.updates.my_chat_member(chat, "administrator", "left"))
        running.push(running.updates.private_text("/start"))
        running.queue.pending.clear()
        yield running
    for call in running.calls:
        if call.ok:
            check_result(call.method, call.result)


@pytest_asyncio.fixture
async def api(server: TelegramServer) -> AsyncIterator[Api]:
    """Bare calls to the server."""
    async with aiohttp.ClientSession() as session:
        yield Api(server, session)


@pytest_asyncio.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    """The real library's bot."""
    running = Bot(server.token, base_url=f"{server.base_url}/bot", base_file_url=f"{server.base_url}/file/bot")
    async with running:
        yield running
