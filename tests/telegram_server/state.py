"""The world as the server knows it: chats, messages, members, queries and files."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.telegram_server.media import FileStore
from tests.telegram_server.records import ApiError, Json, bad_request

GONE = {
    "kicked": "Forbidden: bot was kicked from the {kind} chat",
    "left": "Forbidden: bot is not a member of the {kind} chat",
}


@dataclass
class StoredMessage:
    """A message as it stands now.

    Attributes:
        data: the Message object; replaced, never changed, when the message is edited.
        outgoing: the bot sent it.
        deleted: the bot deleted it; it can no longer be edited or replied to.
        has_reply_keyboard: it came with a keyboard that is not inline, so Telegram lets nobody edit it.
    """

    data: Json
    outgoing: bool
    deleted: bool = False
    has_reply_keyboard: bool = False


@dataclass
class Chat:
    """A chat that the bot can be in; `status` is its status there ("kicked" from a private chat: blocked)."""

    data: Json
    status: str = "member"
    messages: dict[int, StoredMessage] = field(default_factory=dict)
    threads: set[int] = field(default_factory=set)
    members: dict[int, Json] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The type: private, group, supergroup or channel."""
        return str(self.data["type"])

    def message(self, message_id: object) -> StoredMessage | None:
        """The message, if it is known and not deleted."""
        stored = self.messages.get(message_id) if isinstance(message_id, int) else None
        return None if stored is None or stored.deleted else stored


@dataclass
class Query:
    """A query that waits for its one answer: kind is callback, inline or guest."""

    kind: str
    data: Json
    answered: bool = False
    expired: bool = False


class State:
    """Everything the methods look up and change."""

    def __init__(self, bot: Json) -> None:
        self.bot = bot
        self.author = {name: bot[name] for name in ("id", "is_bot", "first_name", "username")}
        self.chats: dict[int, Chat] = {}
        self.last_message_ids: dict[int, int] = {}
        self.users: dict[int, Json] = {}
        self.queries: dict[str, Query] = {}
        self.inline_messages: dict[str, StoredMessage] = {}
        self.files = FileStore()
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self._unique: Iterator[int] = itertools.count(1)
        self._update_ids: Iterator[int] = itertools.count(100_000_001)

    def unique(self) -> str:
        """A string never given out before, such as Telegram uses for queries and albums."""
        return str(4_000_000_000_000 + next(self._unique))

    def new_update_id(self) -> int:
        """The next update_id."""
        return next(self._update_ids)

    def new_message_id(self, chat_id: int) -> int:
        """An identifier greater than those of all messages of the chat, whoever writes them."""
        self.last_message_ids[chat_id] = self.last_message_ids.get(chat_id, 0) + 1
        return self.last_message_ids[chat_id]

    def now(self) -> int:
        """Unix time, in whole seconds as in messages."""
        return int(time.time())

    def learn_chat(self, data: Json) -> Chat:
        """Make a chat known, or bring what is known of it up to date."""
        chat = self.chats.setdefault(data["id"], Chat(data))
        chat.data = data
        return chat

    def chat(self, chat_id: int | str) -> Chat:
        """The chat with this identifier or @username, whether or not the bot may write there.

        Raises:
            ApiError: 400 chat not found.
        """
        if isinstance(chat_id, int):
            chat = self.chats.get(chat_id)
        else:
            chat = next((c for c in self.chats.values() if self._named(c, chat_id)), None)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    @staticmethod
    def _named(chat: Chat, name: str) -> bool:
        username = chat.data.get("username")
        public = chat.kind in ("supergroup", "channel")
        return public and username is not None and name.lower() == f"@{username}".lower()

    def writable_chat(self, params: Json) -> Chat:
        """The chat of a call, where the bot may write, with its thread if one is given.

        Raises:
            ApiError: 400 chat or thread not found, 403 the bot was blocked, kicked or left.
        """
        chat = self.chat(params["chat_id"])
        if chat.status in GONE:
            if chat.kind == "private":
                raise ApiError(403, "Forbidden: bot was blocked by the user")
            raise ApiError(403, GONE[chat.status].format(kind=chat.kind))
        thread = params.get("message_thread_id")
        if thread is not None and thread not in chat.threads:
            raise bad_request("message thread not found")
        if "business_connection_id" in params:
            raise bad_request("business connection not found")
        return chat

    def open_query(self, kind: str, query_id: str) -> Query:
        """The query of this kind that still waits for its answer; the caller marks it as answered.

        Raises:
            ApiError: 400, it is not known, expired, or was answered before.
        """
        query = self.queries.get(query_id)
        if query is None or query.kind != kind or query.answered or query.expired:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query
