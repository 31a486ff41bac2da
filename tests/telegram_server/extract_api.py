"""Makes api.json out of a machine-readable description of Telegram's Bot API.

    python -m tests.telegram_server.extract_api path/to/description.json

The description is a JSON object with "methods" and "types"; each has "fields" with "name", "types",
"required" and "description". The extract keeps what a bot like ours may ever call, what such calls may
carry and return, and what updates may carry. How a field is written down in it:

    "name": "A|B"    one of the types A and B; "name!" for a required field
    "name": "[A]"    an array of A; "[[A|B]]" an array of arrays of A or B
    "name": "=x|y"   a string that must be "x" or "y"
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

Json = dict[str, Any]

METHODS = (
    "getMe", "logOut", "close", "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo",
    "sendMessage", "sendPhoto", "sendMediaGroup", "sendDocument", "sendChatAction", "editMessageText",
    "editMessageCaption", "editMessageReplyMarkup", "editMessageMedia", "deleteMessage",
    "answerCallbackQuery", "answerInlineQuery", "answerGuestQuery", "setMyCommands", "getMyCommands",
    "deleteMyCommands", "setMyDescription", "getMyDescription", "setMyShortDescription",
    "getMyShortDescription", "setMyName", "getMyName", "getChat", "getChatMember", "leaveChat",
    "setMessageReaction", "savePreparedInlineMessage",
)  # fmt: skip
PRIMITIVES = {"Integer", "String", "Boolean", "Float"}
QUOTED_VALUES = {"ReactionTypeEmoji.emoji", "Chat.type", "InlineKeyboardButton.style", "KeyboardButton.style"}
FIXED = re.compile(r'(?:always "(\w+)"|, must be (\w+))$')
ACTIONS = re.compile(r"\b(?:typing|(?:upload|record|find|choose)_\w+)")
ENTITY_TYPES = re.compile(r'"(\w+)" \(')


def values_of(owner: str, field: Json) -> list[str]:
    """The only strings a field may have, or nothing if any will do."""
    description = field["description"]
    place = f"{owner}.{field['name']}"
    if place in QUOTED_VALUES:
        return re.findall(r'"([^"]+)"', description)
    if place == "sendChatAction.action":
        return ACTIONS.findall(description)
    if place == "MessageEntity.type":
        return ENTITY_TYPES.findall(description)
    fixed = FIXED.search(description)
    return [fixed[1] or fixed[2]] if fixed else []


def spelled(types: list[str]) -> str:
    """Types as one string, arrays in brackets."""
    by_depth: dict[int, list[str]] = {}
    for name in types:
        by_depth.setdefault(name.count("Array of "), []).append(name.replace("Array of ", ""))
    if types == ["Array of Array of KeyboardButton"]:
        by_depth[2].append("String")  # "For simple text buttons, String can be used instead of this object"
    return "|".join("[" * depth + "|".join(names) + "]" * depth for depth, names in sorted(by_depth.items()))


def compact(owner: str, fields: list[Json]) -> dict[str, str]:
    """The fields of a method or a type."""
    result = {}
    for field in fields:
        values = values_of(owner, field)
        name = field["name"] + ("!" if field["required"] else "")
        result[name] = "=" + "|".join(dict.fromkeys(values)) if values else spelled(field["types"])
    return result


def extract(description: Json) -> Json:
    """The compact extract: methods, what they return, and all types within reach."""
    types = description["types"]
    wanted = ["Update"]
    methods, returns = {}, {}
    for name in METHODS:
        method = description["methods"][name]
        methods[name] = compact(name, method.get("fields", []))
        returns[name] = spelled(method["returns"])
        wanted += [kind for field in method.get("fields", []) for kind in field["types"]] + method["returns"]
    found: Json = {}
    while wanted:
        name = wanted.pop().replace("Array of ", "")
        if name in PRIMITIVES or name in found:
            continue
        fields, subtypes = types[name].get("fields", []), types[name].get("subtypes", [])
        found[name] = spelled(subtypes) if subtypes else compact(name, fields)
        wanted += subtypes + [kind for field in fields for kind in field["types"]]
    return {"methods": methods, "returns": returns, "types": dict(sorted(found.items()))}


def write(extracted: Json, path: Path) -> None:
    """Write the extract with one line for each method and type, so that changes can be read."""
    sections = []
    for section, entries in extracted.items():
        lines = [
            f" {json.dumps(name)}:{json.dumps(entry, ensure_ascii=False, separators=(',', ':'))}"
            for name, entry in entries.items()
        ]
        sections.append(f'"{section}":{{\n' + ",\n".join(lines) + "\n}")
    path.write_text("{" + ",\n".join(sections) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    write(
        extract(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))),
        Path(__file__).with_name("api.json"),
    )
