"""The script that makes api.json."""

from __future__ import annotations

import json
from pathlib import Path

from tests.telegram_server.extract_api import METHODS, extract, spelled, values_of, write
from tests.telegram_server.schema import API


def test_spelling_of_types() -> None:
    assert spelled(["Integer", "String"]) == "Integer|String"
    assert spelled(["Array of Array of A"]) == "[[A]]"
    assert spelled(["Array of A", "Array of B"]) == "[A|B]"


def test_fixed_values() -> None:
    field = {"name": "type", "description": "Scope type, must be default"}
    assert values_of("BotCommandScopeDefault", field) == ["default"]
    field = {"name": "type", "description": 'Type of the reaction, always "emoji"'}
    assert values_of("ReactionTypeEmoji", field) == ["emoji"]
    assert values_of("User", {"name": "id", "description": "Identifier"}) == []


def test_what_is_extracted(tmp_path: Path) -> None:
    text = {"name": "text", "types": ["String"], "required": True, "description": "Text"}
    sent = {"name": "sent", "types": ["Array of Message"], "required": False, "description": "Sent"}
    description = {
        "methods": {name: {"fields": [text], "returns": ["Message"]} for name in METHODS},
        "types": {"Update": {"fields": [sent]}, "Message": {"fields": []}, "Unrelated": {"fields": []}},
    }
    extracted = extract(description)
    assert extracted["methods"]["getMe"] == {"text!": "String"}
    assert extracted["types"] == {"Message": {}, "Update": {"sent": "[Message]"}}
    write(extracted, tmp_path / "api.json")
    assert json.loads((tmp_path / "api.json").read_text()) == extracted


def test_the_extract_is_whole() -> None:
    assert set(API["methods"]) == set(API["returns"]) == set(METHODS)
    assert len(API["types"]["ReactionTypeEmoji"]["emoji!"].split("|")) == 73
