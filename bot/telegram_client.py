"""The bot's line to Telegram: python-telegram-bot straight over aiohttp.

Some things differ from the library's own classes. An answer that is not one of the Bot API never gets into a
log, since half an answer to getUpdates holds what people wrote. Updates come unread, so that one that
cannot be read does not take the others along. And little is read of what was sent.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

from bot.faults import NOT_FROM_TELEGRAM

Json = dict[str, Any]

_CONNECTIONS = 64
_CONNECT = 10.0
_ANSWER = 30.0
"""Seconds without a sign of life until a call is given up; getUpdates waits its own long-polling time on top.

Generous, because what is sent again after an answer was only slow arrives twice.
"""
_KEEP_ALIVE = 60.0
_READ = frozenset({"message_id", "date", "chat", "photo"})
"""What is read of a message of our own that Telegram has taken."""
_JSON = {"Content-Type": "application/json"}


class TelegramRequest(BaseRequest):
    """HTTP calls over one pool of connections, whose answers are read with care."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds without a sign of life until a call is given up."""
        return _ANSWER

    async def initialize(self) -> None:
        """Open the pool; nothing happens if it is open."""
        self._open()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            pool = aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE)
            self._session = aiohttp.ClientSession(
                connector=pool, headers={"User-Agent": self.USER_AGENT}, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: float | object | None = BaseRequest.DEFAULT_NONE,
        write_timeout: float | object | None = BaseRequest.DEFAULT_NONE,
        connect_timeout: float | object | None = BaseRequest.DEFAULT_NONE,
        pool_timeout: float | object | None = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a call: its status and its answer.

        Raises:
            NetworkError: it did not get through; of why, only the kind is told, as the address holds the token.
        """
        session = self._session or self._open()
        timeout = aiohttp.ClientTimeout(
            connect=_given(pool_timeout, _ANSWER),
            sock_connect=_given(connect_timeout, _CONNECT),
            sock_read=_given(read_timeout, _ANSWER),
        )
        body, kind = _body(request_data) if request_data is not None else (None, None)
        try:
            async with session.request(
                method, url, data=body, headers=kind, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Json:
        """Read an answer.

        Raises:
            TelegramError: it is not one of the Bot API; the text is `NOT_FROM_TELEGRAM`.
        """
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            raise TelegramError(NOT_FROM_TELEGRAM) from None
        if not isinstance(answer, dict) or "ok" not in answer or not _explains(answer):
            raise TelegramError(NOT_FROM_TELEGRAM)
        answer.setdefault("result", None)
        return answer


class TelegramBot(ExtBot[None]):
    """The library's bot, which can also fetch updates as they come."""

    async def raw_updates(self, offset: int | None, seconds: int, kinds: Sequence[str]) -> list[Json]:
        """Updates from `offset` on, after at most so many seconds of waiting for one.

        Raises:
            TelegramError: as for any call.
        """
        result = await self._post(
            "getUpdates",
            {"offset": offset, "timeout": seconds, "allowed_updates": kinds},
            read_timeout=_ANSWER + seconds,
        )
        if not isinstance(result, list) or not all(
            isinstance(update, dict) and isinstance(update.get("update_id"), int) for update in result
        ):
            raise TelegramError(NOT_FROM_TELEGRAM)
        return result

    @override
    async def _post(self, *args: Any, **kwargs: Any) -> Any:
        """As the library's, but of a message that was sent only what is looked at: objects of all else take time."""
        result = await super()._post(*args, **kwargs)
        if isinstance(result, dict) and "message_id" in result:
            return {name: value for name, value in result.items() if name in _READ}
        return result


def _explains(answer: Json) -> bool:
    """Whether what says why a call failed can be what Telegram says; if nothing says it, that is all right."""
    parameters = answer.get("parameters") or {}
    return (
        isinstance(answer.get("description") or "", str)
        and isinstance(parameters, dict)
        and all(isinstance(value, int | float) for value in parameters.values())
    )


def _given(seconds: object, usual: float) -> float | None:
    """A time limit of a call: None is none; the library has a sign of its own for what is not given."""
    return usual if seconds is BaseRequest.DEFAULT_NONE else cast("float | None", seconds)


def _body(data: RequestData) -> tuple[bytes | aiohttp.FormData, dict[str, str] | None]:
    """What a call carries, and the header for it: JSON, or a form where there are files."""
    if not data.contains_files:
        return json.dumps(data.parameters, ensure_ascii=False).encode(), _JSON
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=file, content_type=kind)
    return form, None
