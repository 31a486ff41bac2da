"""Builds updates as Telegram sends them, with increasing identifiers and entities filled in.

Each builder returns an update and tells nobody: `server.push(server.updates.private_text("Hi"))` sends it.
Push updates in the order in which they were built.
"""

from __future__ import annotations

import re
from zlib import crc32

from tests.telegram_server.answering import add_inline_message
from tests.telegram_server.chat_methods import bot_member
from tests.telegram_server.keyboards import callback_data_in
from tests.telegram_server.markup import utf16_length
from tests.telegram_server.people import (
    ANONYMOUS_ADMIN,
    CHANNEL,
    CHANNEL_USER,
    FORUM,
    FORWARDER,
    GROUP,
    SUPERGROUP,
    USER,
    private,
)
from tests.telegram_server.records import Json
from tests.telegram_server.state import State

MARKS = re.compile(r"(?<!\S)(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?!\w)|(?<!\w)(?P<mention>@\w{4,32})")


def entities_of(text: str) -> list[Json]:
    """The commands and mentions that Telegram marks in a text."""
    return [
        {
            "type": found.lastgroup,
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found[0]),
        }
        for found in MARKS.finditer(text)
    ]


class Updates:
    """Builders of updates in the world of a server."""

    def __init__(self, state: State) -> None:
        self.state = state

    def update(self, kind: str, content: Json) -> Json:
        """Any update, with the next update_id."""
        return {"update_id": self.state.new_update_id(), kind: content}

    def message(self, chat: Json, text: str | None, **fields: object) -> Json:
        """A bare Message object; a field `sender` becomes `from`; without text it is what the fields say."""
        message: Json = {
            "message_id": self.state.new_message_id(chat["id"]),
            "date": self.state.now(),
            "chat": chat,
        }
        if "sender" in fields:
            message["from"] = fields.pop("sender")
        if text is not None:
            message |= _text_fields(text)
        return message | fields

    def private_text(self, text: str, user: Json = USER, **fields: object) -> Json:
        """A user writes to the bot."""
        return self.update("message", self.message(private(user), text, sender=user, **fields))

    def group_text(self, text: str | None, user: Json = USER, chat: Json = GROUP, **fields: object) -> Json:
        """A user writes in a group."""
        return self.update("message", self.message(chat, text, sender=user, **fields))

    def supergroup_text(self, text: str, user: Json = USER, chat: Json = SUPERGROUP, **fields: object) -> Json:
        """A user writes in a supergroup."""
        return self.group_text(text, user, chat, **fields)

    def topic_text(self, text: str, thread_id: int, user: Json = USER, chat: Json = FORUM, **fields: object) -> Json:
        """A user writes in a topic of a forum."""
        if not chat.get("is_forum"):
            raise ValueError("only a forum has topics")
        return self.group_text(text, user, chat, message_thread_id=thread_id, is_topic_message=True, **fields)

    def channel_post(self, text: str, chat: Json = CHANNEL, **fields: object) -> Json:
        """A post appears in a channel."""
        return self.update("channel_post", self.message(chat, text, sender_chat=chat, **fields))

    def edited(self, original: Json, text: str) -> Json:
        """The author of a pushed text or post changes its words."""
        kind = next((kind for kind in ("message", "channel_post") if kind in original), None)
        if kind is None:
            raise ValueError("only a message or a channel post can be edited")
        kept = {name: value for name, value in original[kind].items() if name not in ("text", "entities")}
        return self.update(f"edited_{kind}", kept | _text_fields(text) | {"edit_date": self.state.now()})

    def callback(self, message: Json, data: str, user: Json = USER) -> Json:
        """A user presses the button with this data (or this label) on a message of the bot."""
        chat = self.state.chats[message["chat"]["id"]]
        stored = chat.message(message["message_id"])
        if stored is None or not stored.outgoing:
            raise ValueError("there is no such message of the bot to press a button on")
        query = {"message": stored.data, "data": _pressed(stored.data, data)}
        return self._callback(query, user, str(chat.data["id"]))

    def inline_callback(self, inline_message_id: str, data: str, user: Json = USER) -> Json:
        """A user presses a button on a message sent through the bot's inline mode."""
        stored = self.state.inline_messages[inline_message_id]
        query = {"inline_message_id": inline_message_id, "data": _pressed(stored.data, data)}
        return self._callback(query, user, inline_message_id)

    def _callback(self, query: Json, user: Json, instance: str) -> Json:
        identity = {"id": self.state.unique(), "from": user, "chat_instance": f"7{crc32(instance.encode())}"}
        return self.update("callback_query", identity | query)

    def inline_query(self, query: str, user: Json = USER, offset: str = "", chat_type: str = "sender") -> Json:
        """A user types the bot's name and a query in some chat."""
        if len(query) > 256:
            raise ValueError("an inline query has at most 256 characters")
        identity = {"id": self.state.unique(), "from": user, "chat_type": chat_type}
        return self.update("inline_query", identity | {"query": query, "offset": offset})

    def chosen(self, inline_query: Json, result_id: str) -> Json:
        """The user picks one of the results that the bot answered to a pushed inline query."""
        asked = inline_query["inline_query"]
        results = self.state.queries[asked["id"]].data.get("results", [])
        result = next((result for result in results if result["id"] == result_id), None)
        if result is None:
            raise ValueError(f"the bot gave no result {result_id}")
        content = {"result_id": result_id, "from": asked["from"], "query": asked["query"]}
        inline_id = add_inline_message(self.state, result)
        if "reply_markup" in self.state.inline_messages[inline_id].data:
            content["inline_message_id"] = inline_id
        return self.update("chosen_inline_result", content)

    def guest_text(self, text: str, user: Json = USER, chat: Json = SUPERGROUP) -> Json:
        """A user addresses the bot in a chat that it is not a member of."""
        message = {"message_id": 1, "date": self.state.now(), "chat": chat, "from": user}
        message |= {"guest_query_id": self.state.unique()} | _text_fields(text)
        return self.update("guest_message", message)

    def my_chat_member(self, chat: Json, new: str, old: str = "member", user: Json = USER) -> Json:
        """The bot's status in a chat changes: member, administrator, left or kicked (private: blocked)."""
        content = {"chat": chat, "from": user, "date": self.state.now()}
        members = {
            "old_chat_member": bot_member(self.state, old),
            "new_chat_member": bot_member(self.state, new),
        }
        return self.update("my_chat_member", content | members)

    def anonymous_admin(self, text: str, chat: Json = SUPERGROUP, **fields: object) -> Json:
        """An administrator writes in the name of the group."""
        return self.group_text(text, ANONYMOUS_ADMIN, chat, sender_chat=chat, **fields)

    def as_channel(self, text: str, sender_chat: Json = CHANNEL, chat: Json = SUPERGROUP, **fields: object) -> Json:
        """Somebody writes in a group in the name of a channel."""
        return self.group_text(text, CHANNEL_USER, chat, sender_chat=sender_chat, **fields)

    def automatic_forward(self, post: Json, chat: Json = SUPERGROUP) -> Json:
        """A pushed channel post arrives in the channel's discussion group."""
        original = post["channel_post"]
        channel, date = original["chat"], original["date"]
        origin = {"type": "channel", "date": date, "chat": channel, "message_id": original["message_id"]}
        return self.group_text(
            original["text"],
            FORWARDER,
            chat,
            sender_chat=channel,
            is_automatic_forward=True,
            forward_origin=origin,
        )


def _text_fields(text: str) -> Json:
    if not 1 <= utf16_length(text) <= 4096 or text != text.strip():
        raise ValueError("Telegram delivers texts of 1-4096 characters, without white space at the ends")
    entities = entities_of(text)
    return {"text": text, "entities": entities} if entities else {"text": text}


def _pressed(message: Json, wanted: str) -> str:
    buttons = callback_data_in(message)
    found = wanted if wanted in buttons else next((d for d, label in buttons.items() if label == wanted), None)
    if found is None:
        raise ValueError(f"no button {wanted!r} on the message, only {buttons}")
    return found
