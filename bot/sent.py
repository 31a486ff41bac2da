"""What an update has sent already, so that trying it again does not send it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from telegram.error import TelegramError
from telegram.ext import BaseRateLimiter
from typing_extensions import override

from bot.places import Place

Result = bool | dict[str, Any] | list[dict[str, Any]]
Callback = Callable[..., Coroutine[Any, Any, Result]]
_Key = tuple[str, object]


class SentCalls:
    """The calls of one update that came through, in order, by method and chat.

    A handler that is run again makes the same calls in the same order; those that came through the first
    time get their first results again without going out.

    Args:
        place: taken by each call that goes out, and kept until the next one is asked for.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._results: defaultdict[_Key, list[Result]] = defaultdict(list)
        self._asked: defaultdict[_Key, int] = defaultdict(int)

    def __bool__(self) -> bool:
        """Whether any call came through."""
        return any(self._results.values())

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """One try of the handlers: calls made inside are looked up here first."""
        self._asked.clear()
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)

    async def once(self, key: _Key, call: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """The result that this call had in an earlier try, or else what `call` gives now."""
        number = self._asked[key]
        results = self._results[key]
        if number == len(results):
            results.append(await call())
        self._asked[key] = number + 1
        return results[number]


_current: ContextVar[SentCalls | None] = ContextVar("calls of the update at work", default=None)


class SentOnce(BaseRateLimiter[None]):
    """Stands before the limiter that calls go through, and lets no call of an update out twice.

    The library hands a limiter each call, but not the update that it is made for. That is known from the
    context in which the handlers run.
    """

    def __init__(self, limiter: BaseRateLimiter[None]) -> None:
        self._limiter = limiter

    async def initialize(self) -> None:
        """Open the limiter behind."""
        await self._limiter.initialize()

    async def shutdown(self) -> None:
        """Close the limiter behind."""
        await self._limiter.shutdown()

    @override
    async def process_request(
        self,
        callback: Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Result:
        """Make the call through the limiter behind, unless the update at work has made it before."""
        sent = _current.get()
        if sent is None:
            return await self._limiter.process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
        place = sent.place

        async def go_out(*args: object, **kwargs: object) -> Result:
            await place.take()
            try:
                return await callback(*args, **kwargs)
            except TelegramError:
                place.leave()  # it is not on its way any more, and may have to wait before the next try
                raise

        async def call() -> Result:
            place.leave()  # taken for the call before; this one may have to wait
            return await self._limiter.process_request(go_out, args, kwargs, endpoint, data, rate_limit_args)

        return await sent.once((endpoint, data.get("chat_id")), call)
