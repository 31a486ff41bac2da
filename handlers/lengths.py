"""How long things may be in Telegram, counted as Telegram counts."""

from __future__ import annotations

MAX_TEXT = 4096
"""UTF-16 units of a message's text, tags and escapes not counted."""
MAX_CAPTION = 1024
"""The same for the caption of a photo."""
MAX_BUTTON_TEXT = 64
"""Telegram allows more on a button, but a phone shows no more."""
MAX_COPIED = 256
"""Characters that a button can copy."""


def text_length(text: str) -> int:
    """Length of a text as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, limit: int) -> str:
    """`text` cut to at most `limit` UTF-16 units, never inside a character, with an ellipsis if cut."""
    if text_length(text) <= limit:
        return text
    kept = text.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    return kept.rstrip() + "…"
