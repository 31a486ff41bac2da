"""What the server learns from an update when it is pushed, as Telegram knew it before the bot did."""

from __future__ import annotations

from tests.telegram_server.records import Json
from tests.telegram_server.schema import API, TYPES, MismatchError
from tests.telegram_server.state import Query, State, StoredMessage

KINDS = frozenset(name for name in API["types"]["Update"] if name != "update_id!")
NEW = {"message", "channel_post"}
EDITED = {"edited_message", "edited_channel_post"}
QUERIES = {"callback_query": "callback", "inline_query": "inline"}


def kind_of(update: Json) -> str:
    """The one kind of this update.

    Raises:
        ValueError: it is no update as Telegram sends them.
    """
    try:
        TYPES["Update"](update)
    except MismatchError as mismatch:
        raise ValueError(f"no valid update: {mismatch}") from None
    kinds = KINDS & update.keys()
    if len(kinds) != 1:
        raise ValueError(f"an update must be of exactly one kind, not {sorted(kinds)}")
    return str(next(iter(kinds)))


def observe(state: State, update: Json) -> str:
    """Check an update and learn its chats, messages, members and queries; returns its kind.

    Raises:
        ValueError: it is no update as Telegram sends them.
    """
    kind = kind_of(update)
    content = update[kind]
    if kind in NEW | EDITED:
        _learn_message(state, content, new=kind in NEW)
    elif kind in QUERIES:
        _learn_user(state, content["from"])
        state.queries[content["id"]] = Query(QUERIES[kind], {"query": content})
    elif kind == "guest_message":
        _learn_user(state, content["from"])
        state.queries[content["guest_query_id"]] = Query("guest", {"query": content})
    elif kind == "my_chat_member":
        _learn_user(state, content["from"])
        chat = state.learn_chat(content["chat"])
        chat.status = content["new_chat_member"]["status"]
    return kind


def _learn_message(state: State, message: Json, *, new: bool) -> None:
    chat = state.learn_chat(message["chat"])
    if new and message["message_id"] in chat.messages:
        raise ValueError(f"message {message['message_id']} of chat {chat.data['id']} was there before")
    chat.messages[message["message_id"]] = StoredMessage(message, outgoing=False)
    last = state.last_message_ids.get(chat.data["id"], 0)
    state.last_message_ids[chat.data["id"]] = max(last, message["message_id"])
    if chat.kind == "private" and chat.status == "kicked":
        chat.status = "member"
    if "message_thread_id" in message:
        chat.threads.add(message["message_thread_id"])
    if "from" in message:
        _learn_user(state, message["from"])
        chat.members[message["from"]["id"]] = {"status": "member", "user": message["from"]}


def _learn_user(state: State, user: Json) -> None:
    state.users[user["id"]] = user
