"""From the parameters of a call to the text that readers see."""

from __future__ import annotations

import unicodedata

from tests.telegram_server.markup import Formatted, parse_html, utf16_length
from tests.telegram_server.records import Json, bad_request
from tests.telegram_server.urls import is_valid_url

INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Zs"}
TRIMMED = " \n\t"


def formatted(text: str, parse_mode: str | None, entities: list[Json] | None) -> Formatted:
    """Text after entities parsing, without the white space that Telegram cuts off.

    Raises:
        ApiError: 400, the text cannot be parsed or the entities do not fit it.
    """
    if parse_mode and entities:
        raise bad_request("parse_mode and entities can't be used together")
    if entities:
        _check_entities(text, entities)
    elif parse_mode and parse_mode.lower() == "html":
        return _trimmed(parse_html(text))
    elif parse_mode:
        raise bad_request(f"unsupported parse_mode {parse_mode}; this server parses HTML only")
    return _trimmed(Formatted(text, sorted(entities or [], key=lambda e: (e["offset"], -e["length"]))))


def message_text(text: str, parse_mode: str | None, entities: list[Json] | None) -> Formatted:
    """Text of a message: 1-4096 characters after entities parsing, not only white space."""
    result = formatted(text, parse_mode, entities)
    if is_blank(result.text):
        raise bad_request("message text is empty")
    if utf16_length(result.text) > 4096:
        raise bad_request("message is too long")
    return result


def caption_of(params: Json) -> Formatted:
    """Caption of a medium: 0-1024 characters after entities parsing."""
    result = formatted(params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities"))
    if utf16_length(result.text) > 1024:
        raise bad_request("message caption is too long")
    return result


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen."""
    return all(sign.isspace() or unicodedata.category(sign) in INVISIBLE for sign in text)


def _check_entities(text: str, entities: list[Json]) -> None:
    length = utf16_length(text)
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > length:
            raise bad_request("ENTITY_BOUNDS_INVALID")
        if entity["type"] == "text_link" and not is_valid_url(entity.get("url", "")):
            raise bad_request("ENTITY_URL_INVALID")
        if entity["type"] == "text_mention" and "user" not in entity:
            raise bad_request("ENTITY_MENTION_USER_INVALID")


def _trimmed(source: Formatted) -> Formatted:
    """Cut white space: at the end, and at the start up to the first entity."""
    text = source.text.rstrip(TRIMMED)
    leading = len(text) - len(text.lstrip(TRIMMED))
    if source.entities:
        leading = min(leading, source.entities[0]["offset"])
    text = text[leading:]
    if len(text) == len(source.text):
        return source
    length = utf16_length(text)
    entities = []
    for entity in source.entities:
        offset = entity["offset"] - leading
        if (kept := min(entity["length"], length - offset)) > 0:
            entities.append(entity | {"offset": offset, "length": kept})
    return Formatted(text, entities)
