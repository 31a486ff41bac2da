"""Real Updates through the real Application over a transport that records instead of sending."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import Any

from telegram import Bot, Update
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.request import BaseRequest, RequestData

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
ME = {"id": 110201543, "is_bot": True, "first_name": "Mazhilis", "username": "mazhilis_test_bot"}

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Call:
    """One call that the bot made."""

    method: str
    params: dict[str, Any]

    @property
    def text(self) -> str:
        """Text of a message or of a toast."""
        text: str = self.params.get("text", "")
        return text

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """All inline buttons, row by row."""
        markup = self.params.get("reply_markup") or {"inline_keyboard": []}
        return [button for row in markup["inline_keyboard"] for button in row]


class RecordingRequest(BaseRequest):
    """Answers getMe and the calls the bot makes; fails a test on anything else.

    `refuse` maps a method to the (status, description) it is refused with.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.refuse: dict[str, tuple[int, str]] = {}

    @property
    def read_timeout(self) -> float | None:
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 -- always POST
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DefaultValue(None),  # noqa: B008, ARG002 -- the base class's signature
        write_timeout: ODVInput[float] = DefaultValue(None),  # noqa: B008, ARG002
        connect_timeout: ODVInput[float] = DefaultValue(None),  # noqa: B008, ARG002
        pool_timeout: ODVInput[float] = DefaultValue(None),  # noqa: B008, ARG002
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[-1]
        params = {k: _decoded(v) for k, v in (request_data.json_parameters if request_data else {}).items()}
        if name != "getMe":
            self.calls.append(Call(name, params))
        if name in self.refuse:
            status, description = self.refuse[name]
            return status, json.dumps({"ok": False, "error_code": status, "description": description}).encode()
        return 200, json.dumps({"ok": True, "result": self._result(name, params)}).encode()

    def _result(self, name: str, params: dict[str, Any]) -> Any:
        if name == "getMe":
            return ME
        if name in {"sendMessage", "editMessageText"}:
            chat = int(params["chat_id"])
            return {
                "message_id": next(_numbers),
                "date": 0,
                "chat": {"id": chat, "type": "private"},
                "text": ".",
            }
        if name == "answerCallbackQuery":
            return True
        raise AssertionError(f"unexpected call: {name}")


def _decoded(value: str) -> Any:
    return json.loads(value) if value[:1] in "[{" or value in {"true", "false"} else value


def user(language: str = "en", number: int = 7) -> dict[str, Any]:
    """A person, as Telegram describes them."""
    return {"id": number, "is_bot": False, "first_name": "Aigul", "language_code": language}


def private_message(bot: Bot, text: str | None, *, language: str = "en", **fields: Any) -> Update:
    """A message in a private chat; commands get their entity as Telegram sets it."""
    message: dict[str, Any] = {
        "message_id": next(_numbers),
        "date": 0,
        "chat": {"id": 7, "type": "private", "first_name": "Aigul"},
        "from": user(language),
        **fields,
    }
    if text is not None:
        message["text"] = text
        if text.startswith("/"):
            command = text.split()[0]
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
    return made(bot, {"update_id": next(_numbers), "message": message})


def pressed(bot: Bot, data: str | None, *, inaccessible: bool = False) -> Update:
    """A button pressed under one of the bot's messages."""
    message: dict[str, Any] = {
        "message_id": 99,
        "date": 0 if inaccessible else 1,
        "chat": {"id": 7, "type": "private"},
    }
    if not inaccessible:
        message |= {"from": ME, "text": "Which of these do you mean?"}
    query = {"id": str(next(_numbers)), "from": user(), "chat_instance": "1", "message": message}
    if data is not None:
        query["data"] = data
    else:
        query["game_short_name"] = "x"
    return made(bot, {"update_id": next(_numbers), "callback_query": query})


def made(bot: Bot, data: dict[str, Any]) -> Update:
    """An Update from the JSON that Telegram sends."""
    update = Update.de_json(data, bot)
    assert update is not None
    return update
