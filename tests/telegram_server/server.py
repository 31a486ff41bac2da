"""A strict stand-in for Telegram's Bot API server, over real HTTP on this machine."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.telegram_server import validate
from tests.telegram_server.body import read_parameters, request_factory
from tests.telegram_server.faults import Faults
from tests.telegram_server.limits import FloodLimits
from tests.telegram_server.methods import METHODS
from tests.telegram_server.observing import observe
from tests.telegram_server.polling import UpdateQueue
from tests.telegram_server.records import ApiError, Call, Json
from tests.telegram_server.state import State
from tests.telegram_server.updates import Updates
from tests.telegram_server.waiting import Waiting
from tests.telegram_server.webhook import Webhook

TOKEN = "123456:TEST-token_of_a_bot_that_is_not_there"


class TelegramServer:
    """Use it as `async with TelegramServer() as server:`; tell the bot `server.base_url` and `server.token`.

    The bot's requests go to `{base_url}/bot<token>/<method>`, as at https://api.telegram.org.

    Args:
        token: the only token that is taken.
        port: 0 for any that is free.
        flood_limits: limits like Telegram's own; none if not given.
        webhook_to: where updates are posted instead of the host that the bot gives to setWebhook.
        webhook_connections: posts under way at once.
        on_call: told of every call.

    Attributes:
        calls: every call answered, oldest first (a long poll when it ends).
        state: chats, messages, users, files; for looking things up.
        updates: builders of updates, to be given to `push`.
        faults: scripted faults; `fail` adds one.
        webhook: its settings and attempts of delivery.
    """

    def __init__(
        self,
        token: str = TOKEN,
        port: int = 0,
        *,
        flood_limits: FloodLimits | None = None,
        webhook_to: str | None = None,
        webhook_connections: int = 1,
        on_call: Callable[[Call], None] | None = None,
    ) -> None:
        self.token = token
        self.state = State(_bot(token))
        self.updates = Updates(self.state)
        self.faults = Faults()
        self.fail = self.faults.add
        self.queue = UpdateQueue()
        self.webhook = Webhook(self.queue, webhook_to, webhook_connections)
        self.calls: list[Call] = []
        self._limits = flood_limits
        self._on_call = on_call
        self._waiting = Waiting()
        self._port = port
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        server = web.Server(self._handle, request_factory=request_factory(), access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        self.webhook.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.queue.close()
        await self.webhook.stop()
        if self._runner:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """The address without a slash at the end; python-telegram-bot wants "/bot" after it."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def pending(self) -> list[Json]:
        """Updates that the bot has not acknowledged."""
        return list(self.queue.pending)

    def push(self, update: Json) -> bool:
        """Let an update happen; false if the bot does not want updates of this kind.

        Raises:
            ValueError: it is not as Telegram sends them, or its identifier is not greater than all before.
        """
        return self.queue.add(observe(self.state, update), update)

    def sent(self, chat_id: int, *, deleted: bool = False) -> list[Json]:
        """The bot's messages in a chat as they stand now, oldest first; with the deleted ones if wanted."""
        chat = self.state.chats.get(chat_id)
        stored = chat.messages.values() if chat else ()
        return [message.data for message in stored if message.outgoing and (deleted or not message.deleted)]

    def called(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    async def wait_for(
        self,
        predicate: Callable[[Call], bool],
        timeout: float = 5.0,  # noqa: ASYNC109 -- tests read better so than with a context manager
        *,
        after: int = 0,
    ) -> Call:
        """The first call that fits, made already or to come; `after` skips that many of `calls`.

        Raises:
            TimeoutError: none came in time.
        """
        for call in self.calls[after:]:
            if predicate(call):
                return call
        return await self._waiting.wait(predicate, timeout, self.calls)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        began = time.time()
        name = request.path.rpartition("/")[2]
        params: Json = {}
        try:
            self._admit(request, name)
            name = validate.method_named(name)
            params, files = await read_parameters(request)
            params = validate.check(name, params, files)
        except ApiError as error:
            return self._refuse(Call(name, params, began, ok=False), error)
        return await self._perform(request, Call(name, params, began, ok=False, uploads=files))

    def _admit(self, request: web.BaseRequest, name: str) -> None:
        if not request.path.startswith("/bot"):
            raise ApiError(404, "Not Found")
        if request.path != f"/bot{self.token}/{name}":
            raise ApiError(401, "Unauthorized")
        if request.method not in ("GET", "POST"):
            raise ApiError(405, "Method Not Allowed")

    async def _perform(self, request: web.BaseRequest, call: Call) -> web.Response:
        chat_id = call.params.get("chat_id")
        fault = await self.faults.strike(call.method, chat_id, "before")
        if fault:
            error = fault.error()
            self._record(replace(call, fault=fault.kind, error=error.description if error else fault.kind))
            return fault.response(request)
        try:
            result = await self._result(call)
        except ApiError as error:
            if error.code == 409 and request.transport is None:
                result = []  # nobody waits for this poll any more, so it is in nobody's way
            else:
                return self._refuse(call, error)
        fault = await self.faults.strike(call.method, chat_id, "after")
        self._record(replace(call, ok=True, result=result, fault=fault.kind if fault else None))
        if fault:
            return fault.response(request)
        return _answer({"ok": True, "result": result}, 200)

    async def _result(self, call: Call) -> object:
        if method := METHODS.get(call.method):
            if self._limits and "chat_id" in call.params:
                self._limits.check(call.method, call.params, self.state.chat(call.params["chat_id"]).data)
            return method(self.state, call.params, call.uploads)
        if call.method == "getUpdates":
            return await self.queue.poll(call.params)
        if call.method == "setWebhook":
            return self.webhook.set(call.params)
        return self.webhook.delete(call.params) if call.method == "deleteWebhook" else self.webhook.info()

    def _refuse(self, call: Call, error: ApiError) -> web.Response:
        self._record(replace(call, error=error.description))
        return _answer(error.answer(), error.code)

    def _record(self, call: Call) -> None:
        self.calls.append(call)
        self._waiting.tell(call)
        if self._on_call:
            self._on_call(call)


def _answer(body: Json, status: int) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


def _bot(token: str) -> Json:
    number = token.partition(":")[0]
    if not number.isdigit():
        raise ValueError("a token begins with the bot's number and a colon")
    flags = dict.fromkeys(
        ("can_join_groups", "supports_inline_queries", "supports_guest_queries"), True
    ) | dict.fromkeys(
        ("can_read_all_group_messages", "can_connect_to_business", "has_main_web_app", "has_topics_enabled",
         "allows_users_to_create_topics", "can_manage_bots", "supports_join_request_queries"), False
    )  # fmt: skip
    return {"id": int(number), "is_bot": True, "first_name": "Test bot", "username": "the_test_bot"} | flags
