"""What Telegram posts to the webhook: let in with the secret, read within bounds, acknowledged when answered."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from telegram import Bot, Update

from bot.errors import TokenRefusedError
from bot.metrics import Metrics
from bot.reading import read_update
from handlers.errors import where

logger = logging.getLogger(__name__)

Deliver = Callable[[Update], Awaitable[None]]
"""Returns when the update is done with; raises if it shall be delivered again."""

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the header's name, not a secret
LARGEST_BODY = 1024 * 1024
"""Bytes; the longest message makes some 50,000."""
BODY_SECONDS = 10.0
_HIGHEST_ID = 2**63 - 1


class _RefusedError(Exception):
    """A request that is answered with this status and goes no further."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Incoming:
    """The webhook's endpoint: 200 only when the update has been answered, so that Telegram keeps it until then.

    It takes updates from `begin` to `finish`; before and after, Telegram is asked to come again.

    Args:
        secret: what Telegram was told to send along.
        deliver: answers an update.
        bot: updates belong to it.
        metrics: told of every status.

    Attributes:
        token_refused: set when Telegram no longer knows the token; nothing can be answered then.
    """

    def __init__(self, secret: str, deliver: Deliver, bot: Bot, metrics: Metrics) -> None:
        self._secret = secret.encode()
        self._deliver = deliver
        self._bot = bot
        self._metrics = metrics
        self._at_work: set[asyncio.Task[None]] = set()
        self._taking = False
        self.token_refused = asyncio.Event()

    def begin(self) -> None:
        """Take updates from now on."""
        self._taking = True

    async def receive(self, request: Request) -> Response:
        """Answer one request of Telegram, or of whoever found the address."""
        try:
            self._admit(request)
            update = _update(await _body(request), self._bot)
            if update is None:
                self._metrics.set_aside()
            status = await self._delivered(update) if update is not None else HTTPStatus.OK
        except _RefusedError as refused:
            status = refused.status
        self._metrics.posted(status)
        return PlainTextResponse(status.phrase, status)

    async def finish(self, seconds: float) -> None:
        """Take nothing more and let what is at work come to its end; what takes longer is delivered again."""
        self._taking = False
        if self._at_work:
            _, late = await asyncio.wait(self._at_work, timeout=seconds)
            for task in late:
                task.cancel()
            if late:
                logger.warning("updates not answered in time: %d; Telegram will send them again", len(late))

    def _admit(self, request: Request) -> None:
        # The header is compared first: a stranger learns nothing, and no body is read for one.
        given = request.headers.get(SECRET_HEADER, "").encode("latin-1")
        if not hmac.compare_digest(given, self._secret):
            raise _RefusedError(HTTPStatus.FORBIDDEN)
        if not self._taking:
            raise _RefusedError(HTTPStatus.SERVICE_UNAVAILABLE)

    async def _delivered(self, update: Update) -> HTTPStatus:
        # A task of its own: what has been begun is finished even if Telegram no longer waits for it.
        task = asyncio.ensure_future(self._deliver(update))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        await asyncio.wait({task})
        if task.cancelled():
            return HTTPStatus.SERVICE_UNAVAILABLE
        error = task.exception()
        if error is None:
            return HTTPStatus.OK
        if isinstance(error, TokenRefusedError):
            self.token_refused.set()
        else:
            logger.error("an update was not answered: %s at %s", type(error).__name__, where(error))
        return HTTPStatus.SERVICE_UNAVAILABLE


async def _body(request: Request) -> bytes:
    """The whole body, which may claim to be short and go on and on, or never end."""
    # The server has refused a length that is no number.
    if int(request.headers.get("Content-Length", 0)) > LARGEST_BODY:
        raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except TimeoutError:
        raise _RefusedError(HTTPStatus.REQUEST_TIMEOUT) from None
    except ClientDisconnect:
        raise _RefusedError(HTTPStatus.BAD_REQUEST) from None
    return bytes(body)


def _update(body: bytes, bot: Bot) -> Update | None:
    """The update in a body; None for one that is Telegram's, but not to be read."""
    try:
        data = json.loads(body)
    except Exception:  # noqa: BLE001 -- JSON of any shape raises anything, recursion errors included
        raise _RefusedError(HTTPStatus.BAD_REQUEST) from None
    # The library takes over whatever stands there; a number that is none would go far.
    number = data.get("update_id") if isinstance(data, dict) else None
    if type(number) is not int or not 0 < number <= _HIGHEST_ID:
        raise _RefusedError(HTTPStatus.BAD_REQUEST)
    try:
        return read_update(data, bot)
    except Exception as error:  # noqa: BLE001 -- whatever is odd about it, Telegram must not send it for ever
        if isinstance(error, RecursionError) or not _says_who(data):
            raise _RefusedError(HTTPStatus.BAD_REQUEST) from None
        logger.error("an update was set aside, it cannot be read: %s", type(error).__name__)  # noqa: TRY400 -- kind only
        return None


def _says_who(data: dict[str, object]) -> bool:
    """Whether what stands beside the number says who sent it or where, as in every update of Telegram's."""
    return any(isinstance(content, dict) and ({"chat", "from"} & content.keys()) for content in data.values())
