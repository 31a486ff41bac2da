"""Scripted faults: what goes wrong with the next calls, before or after they take effect."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

from tests.telegram_server.polling import OTHER_POLL
from tests.telegram_server.records import ApiError, Json

Kind = Literal[
    "flood", "server_error", "not_json", "drop", "delay", "forbidden", "chat_not_found", "conflict",
    "unauthorized", "migrated", "bad_request", "odd",
]  # fmt: skip
When = Literal["before", "after"]

DESCRIPTIONS: dict[Kind, tuple[int, str]] = {
    "flood": (429, "Too Many Requests: retry after {retry_after}"),
    "forbidden": (403, "Forbidden: bot was blocked by the user"),
    "chat_not_found": (400, "Bad Request: chat not found"),
    "conflict": (409, OTHER_POLL),
    "unauthorized": (401, "Unauthorized"),
    "migrated": (400, "Bad Request: group chat was upgraded to a supergroup chat"),
    "bad_request": (400, "Bad Request: {description}"),
}  # fmt: skip
GATEWAY_PAGE = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


@dataclass
class Fault:
    """One scripted fault; see `Faults.add` for the meaning of its fields."""

    method: str | None
    kind: Kind
    times: float
    chat_id: int | str | None
    when: When
    retry_after: int
    seconds: float
    description: str
    migrate_to: int

    def fits(self, method: str, chat_id: object, when: When) -> bool:
        """Whether it strikes this call now."""
        return (
            self.times >= 1 and self.when == when and self.method in (None, method) and self.chat_id in (None, chat_id)
        )

    def error(self) -> ApiError | None:
        """The error answered, if the fault is one in the API's own words."""
        if self.kind not in DESCRIPTIONS:
            return None
        code, wording = DESCRIPTIONS[self.kind]
        parameters: Json = {}
        if self.kind == "flood":
            parameters = {"retry_after": self.retry_after}
        elif self.kind == "migrated":
            parameters = {"migrate_to_chat_id": self.migrate_to}
        words = wording.format(retry_after=self.retry_after, description=self.description)
        return ApiError(code, words, parameters)

    def response(self, request: web.BaseRequest) -> web.Response:
        """What the caller gets instead of the true answer."""
        if error := self.error():
            return web.json_response(error.answer(), status=error.code)
        if self.kind == "drop" and request.transport:
            request.transport.close()
        if self.kind == "odd":
            return web.Response(text=self.description, content_type="application/json")
        if self.kind == "not_json":
            return web.Response(text='{"ok":tru', content_type="application/json")
        return web.Response(text=GATEWAY_PAGE, status=502, content_type="text/html")


class Faults:
    """The faults still to come, in the order in which they were added."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, method: str | None, kind: Kind, times: float = 1, chat_id: int | str | None = None, *,
            when: When = "before", retry_after: int = 1, seconds: float = 0.0, description: str = "",
            migrate_to: int = 0) -> None:  # fmt: skip
        """Script a fault.

        Args:
            method: which method it strikes; None for any.
            kind: flood (429), server_error (502 with an HTML page), not_json, drop (the connection closes
                without an answer), delay, forbidden (403, blocked by the user), chat_not_found,
                conflict (409), unauthorized (401), migrated (400 with the group's new identifier),
                bad_request (400), odd (200 with a body that the test thinks up).
            times: how often; `math.inf` for always.
            chat_id: only for calls to this chat.
            when: "before" the call takes effect, which it then never does (but for delay); or "after" it took
                effect, so that only the answer is lost. A call that is refused anyway uses up no fault.
            retry_after: for flood, in seconds.
            seconds: for delay.
            description: for bad_request, what comes after "Bad Request: "; for odd, the body.
            migrate_to: for migrated.
        """
        if kind == "delay" and seconds <= 0:
            raise ValueError("a delay needs seconds")
        if kind == "migrated" and not migrate_to:
            raise ValueError("a migration needs migrate_to")
        self.waiting.append(Fault(method, kind, times, chat_id, when, retry_after, seconds, description, migrate_to))

    def clear(self) -> None:
        """Forget all faults that have not struck."""
        self.waiting.clear()

    async def strike(self, method: str, chat_id: object, when: When) -> Fault | None:
        """Use up the faults that fit this call: sit out delays, return the first of another kind."""
        for fault in [fault for fault in self.waiting if fault.fits(method, chat_id, when)]:
            fault.times -= 1
            if fault.times < 1:
                self.waiting.remove(fault)
            if fault.kind != "delay":
                return fault
            await asyncio.sleep(fault.seconds)
        return None
