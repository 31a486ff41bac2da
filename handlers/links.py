"""Links into a private chat with the bot, and what they ask for there."""

from __future__ import annotations

import re
from urllib.parse import quote

_FACT = "fact-"
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def deep_link(username: str, payload: str) -> str:
    """A link that opens the bot and asks what the payload says. At most 64 letters, digits, `_` and `-`."""
    return f"https://t.me/{username}?start={payload}"


def link_to_answer(username: str, intent: str, *, is_fact: bool) -> str | None:
    """A link to the answer with this id, or None where Telegram would not take it."""
    payload = f"{_FACT}{intent}" if is_fact else intent
    return deep_link(username, payload) if _PAYLOAD.fullmatch(payload) else None


def share_link(link: str, text: str) -> str:
    """A link that offers to send another link on, with a text, to any chat."""
    return f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(text, safe='')}"


def intent_of(payload: str) -> str:
    """The id of the answer that a payload asks for; it may be unknown."""
    return payload.removeprefix(_FACT)
