"""What the server notes down: calls, uploads, and the error it answers with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """An answer with `ok: false`, as Telegram words it.

    Attributes:
        code: the HTTP status and `error_code`.
        description: what went wrong, such as "Bad Request: chat not found".
        parameters: the optional `ResponseParameters`, such as `{"retry_after": 3}`.
    """

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}

    def answer(self) -> Json:
        """The JSON body of the answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """The most common error: 400 with "Bad Request: " before the reason."""
    return ApiError(400, f"Bad Request: {reason}")


@dataclass(frozen=True)
class Upload:
    """A file that came in a multipart body."""

    filename: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Call:
    """One call of a method, noted when it was answered (or was lost on the way).

    Attributes:
        method: as Telegram spells it, or as called if there is no such method.
        params: checked and decoded: integers are int, JSON is dict and list, files are `Upload`; as they
            came if the check refused them.
        time: when the call came, in seconds since 1970.
        ok: the call took effect; true also if a fault then lost the answer.
        error: the description answered if it did not take effect.
        result: what was (or would have been) answered.
        fault: the kind of the scripted fault that struck, if one did.
        uploads: the parts referred to with attach://, by name.
    """

    method: str
    params: Json
    time: float
    ok: bool
    error: str | None = None
    result: object = None
    fault: str | None = None
    uploads: dict[str, Upload] = field(default_factory=dict)
