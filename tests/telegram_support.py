"""Real Updates through the real application over a transport that records instead of sending.

Behind the transport stands the world of the strict stand-in server (`tests/telegram_server`), without a server:
every call is checked against the rules of the Bot API, and what was sent can be pressed, edited and sent again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from telegram import Bot, Update
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.request import BaseRequest, RequestData

from tests.telegram_server.methods import METHODS
from tests.telegram_server.observing import observe
from tests.telegram_server.records import ApiError, Json, Upload, bad_request
from tests.telegram_server.state import Query, State, StoredMessage
from tests.telegram_server.updates import Updates, entities_of
from tests.telegram_server.validate import check, method_named

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
ME = {"id": 110201543, "is_bot": True, "first_name": "Mazhilis", "username": "mazhilis_test_bot"}
CHAT = {"id": 7, "type": "private", "first_name": "Aigul"}
CALLS = {
    "sendMessage", "sendPhoto", "editMessageText", "deleteMessage", "answerCallbackQuery", "answerInlineQuery",
    "answerGuestQuery", "getChatMember", "getMyCommands", "setMyCommands", "getMyDescription", "setMyDescription",
    "getMyShortDescription", "setMyShortDescription",
}  # fmt: skip
"""What the bot may do; any other call is a mistake."""
CHANGED_WORLD = (
    "message is not modified",
    "query is too old",
    "wrong file identifier",
    "message to edit not found",
    "message to delete not found",
)
"""Refusals that are no mistake of the bot: Telegram has moved on meanwhile."""

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Call:
    """One call that the bot made.

    `result` is what was answered; None if the call was refused, and then `error` says why.
    """

    method: str
    params: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)
    result: Any = None
    error: str | None = None

    @property
    def text(self) -> str:
        """Text of a message or of a toast."""
        text: str = self.params.get("text", "")
        return text

    @property
    def caption(self) -> str:
        """Caption of a photo."""
        caption: str = self.params.get("caption", "")
        return caption

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """All inline buttons, row by row."""
        markup = self.params.get("reply_markup") or {"inline_keyboard": []}
        return [button for row in markup["inline_keyboard"] for button in row]

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons."""
        return [button["text"] for button in self.buttons]

    def data(self, label: str) -> str:
        """What the button with this label says when pressed."""
        return str(next(button["callback_data"] for button in self.buttons if button["text"] == label))


class RecordingRequest(BaseRequest):
    """Answers getMe and the calls the bot makes, as Telegram would.

    `refuse` maps a method to the (status, description) it is refused with, whatever is in the call; `migrate` is a
    group and the supergroup that it has become. `mistakes`
    are the refusals that the bot brought upon itself: calls that it must not make, or that break a rule.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.refuse: dict[str, tuple[int, str]] = {}
        self.mistakes: list[str] = []
        self.migrate: tuple[int, int] | None = None
        self.state = State(ME)
        self.updates = Updates(self.state)
        self._chat = self.state.learn_chat(CHAT)

    @property
    def methods(self) -> list[str]:
        """The methods that were called, in order."""
        return [call.method for call in self.calls]

    @property
    def read_timeout(self) -> float | None:
        return 1.0

    def forget_files(self) -> None:
        """No `file_id` given out so far is known any more."""
        self.state.files.files.clear()

    def happened(self, bot: Bot, update: Json) -> Update:
        """An update of `updates`, as the bot receives it; the world knows of it from now on."""
        observe(self.state, update)
        return made(bot, update)

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
        write_timeout: ODVInput[float] = DefaultValue(None),  # noqa: B008, ARG002 -- the library's signature
        connect_timeout: ODVInput[float] = DefaultValue(None),  # noqa: B008, ARG002 -- the library's signature
        pool_timeout: ODVInput[float] = DefaultValue(None),  # noqa: B008, ARG002 -- the library's signature
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[-1]
        if name == "getMe":
            return 200, json.dumps({"ok": True, "result": ME}).encode()
        raw = request_data.json_parameters if request_data else {}
        files = _uploads(request_data) if request_data else {}
        params = {key: _decoded(value) for key, value in raw.items()}
        try:
            result = self._result(name, dict(raw), files)
        except ApiError as error:
            self.calls.append(Call(name, params, files, error=error.description))
            return error.code, json.dumps(error.answer()).encode()
        self.calls.append(Call(name, params, files, result))
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _result(self, name: str, raw: Json, files: dict[str, Upload]) -> Any:
        if name in self.refuse:
            raise ApiError(*self.refuse[name])
        if self.migrate is not None and raw.get("chat_id") == str(self.migrate[0]):
            description = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, description, {"migrate_to_chat_id": self.migrate[1]})
        try:
            if name not in CALLS:
                raise bad_request(f"unexpected call: {name}")
            params = check(method_named(name), raw, files)
            self._remember(params)
            return METHODS[name](self.state, params, files)
        except ApiError as error:
            if not error.description.removeprefix("Bad Request: ").startswith(CHANGED_WORLD):
                self.mistakes.append(f"{name}: {error.description}")
            raise

    def _remember(self, params: Json) -> None:
        """Updates of tests come from nowhere: their messages and queries are known from when they are first used."""
        if "callback_query_id" in params:
            self.state.queries.setdefault(params["callback_query_id"], Query("callback", {}))
        if "message_id" in params and str(params.get("chat_id")) == str(CHAT["id"]):
            number = params["message_id"]
            self._chat.messages.setdefault(number, StoredMessage(question_message(number), outgoing=True))


def _uploads(data: RequestData) -> dict[str, Upload]:
    files = {}
    for name, (filename, content, kind) in data.multipart_data.items():
        files[name] = Upload(filename, kind, content if isinstance(content, bytes) else content.read())
    return files


def _decoded(value: str) -> Any:
    return json.loads(value) if value[:1] in "[{" or value in {"true", "false"} else value


def user(language: str | None = "en", number: int = 7) -> dict[str, Any]:
    """A person, as Telegram describes them."""
    code = {"language_code": language} if language is not None else {}
    return {"id": number, "is_bot": False, "first_name": "Aigul", **code}


def private_message(bot: Bot, text: str | None, *, language: str | None = "en", **fields: Any) -> Update:
    """A message in a private chat; commands get their entity as Telegram sets it."""
    message: dict[str, Any] = {
        "message_id": next(_numbers),
        "date": 0,
        "chat": CHAT,
        "from": user(language),
        **fields,
    }
    if text is not None:
        message |= {"text": text, "entities": entities_of(text)}
    return made(bot, {"update_id": next(_numbers), "message": message})


def question_message(number: int = 99) -> dict[str, Any]:
    """A message of the bot that offers a choice."""
    return {"message_id": number, "date": 1, "chat": CHAT, "from": ME, "text": "Which of these do you mean?"}


def pressed(
    bot: Bot,
    data: str | None,
    *,
    inaccessible: bool = False,
    message: dict[str, Any] | None = None,
    language: str | None = "en",
) -> Update:
    """A button pressed under one of the bot's messages: `message` as Telegram shows it, or one that offers a choice.

    Without data it is a button that starts a game.
    """
    shown = {"message_id": 99, "date": 0, "chat": CHAT} if inaccessible else message or question_message()
    query = {"id": str(next(_numbers)), "from": user(language), "chat_instance": "1", "message": shown}
    query |= {"data": data} if data is not None else {"game_short_name": "x"}
    return made(bot, {"update_id": next(_numbers), "callback_query": query})


def made(bot: Bot, data: dict[str, Any]) -> Update:
    """An Update from the JSON that Telegram sends."""
    update = Update.de_json(data, bot)
    assert update is not None
    return update
