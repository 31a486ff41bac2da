"""Users and chats for tests, as objects of the API."""

from __future__ import annotations

from tests.telegram_server.records import Json


def user(user_id: int, first_name: str = "Aigerim", language_code: str | None = "kk", **fields: object) -> Json:
    """A human user."""
    language = {"language_code": language_code} if language_code else {}
    return {"id": user_id, "is_bot": False, "first_name": first_name} | language | fields


def private(person: Json) -> Json:
    """The private chat with a user; it has the user's identifier."""
    names = {name: person[name] for name in ("first_name", "last_name", "username") if name in person}
    return {"id": person["id"], "type": "private"} | names


def group(chat_id: int, title: str = "A group") -> Json:
    """A basic group; identifiers are negative."""
    if not -(10**12) < chat_id < 0:
        raise ValueError("identifiers of basic groups are negative and not below -10^12")
    return {"id": chat_id, "type": "group", "title": title}


def supergroup(chat_id: int, title: str = "A supergroup", **fields: object) -> Json:
    """A supergroup; with `is_forum=True` it has topics, with `username` it is public."""
    return _large(chat_id, "supergroup", title, fields)


def channel(chat_id: int, title: str = "A channel", **fields: object) -> Json:
    """A channel."""
    return _large(chat_id, "channel", title, fields)


def _large(chat_id: int, kind: str, title: str, fields: dict[str, object]) -> Json:
    if chat_id > -(10**12):
        raise ValueError("identifiers of supergroups and channels begin with -100 and ten or more digits")
    return {"id": chat_id, "type": kind, "title": title} | fields


USER = user(1_001)
GROUP = group(-2_001)
SUPERGROUP = supergroup(-1_001_000_003_001)
FORUM = supergroup(-1_001_000_003_002, "A forum", is_forum=True)
CHANNEL = channel(-1_001_000_004_001, username="a_channel")
ANONYMOUS_ADMIN = {
    "id": 1_087_968_824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_USER = {"id": 136_817_688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
FORWARDER = {"id": 777_000, "is_bot": False, "first_name": "Telegram"}
