"""JSON Schemas of the data files: up to date, referenced, described, and right about our own data."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from knowledge.curation.schemas import KINDS, SCHEMA_FILES, dump, schema_of
from knowledge.lexicon import LANGUAGE_FILES
from knowledge.load import BUILT_IN

REFERENCE = "# yaml-language-server: $schema="
DATA_FILES = sorted([*BUILT_IN.rglob("*.yaml"), *LANGUAGE_FILES.glob("*.yaml")])
LARGE = {"facts", "decoys"}
"""Kinds of which one file is enough to validate: it takes seconds, and they are all alike."""


class EditorLoader(yaml.SafeLoader):
    """Reads YAML 1.2, as editors do: a date is the text that was typed, and so is "yes"."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag.rsplit(":", 1)[1] not in {"bool", "timestamp"}]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(true|false)$"), ["t", "f"])


def as_an_editor_reads(text: str) -> Any:
    return yaml.load(text, EditorLoader)


def schema_file(path: Path) -> Path:
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.startswith(REFERENCE), f"{path} begins without a schema"
    return (path.parent / first.removeprefix(REFERENCE)).resolve()


@pytest.mark.parametrize("name", KINDS)
def test_the_file_is_what_the_models_say(name: str) -> None:
    """If this fails: `mazhilis-bot schema NAME > knowledge/schemas/NAME.json`."""
    assert json.loads((SCHEMA_FILES / f"{name}.json").read_text(encoding="utf-8")) == schema_of(name)


@pytest.mark.parametrize("name", KINDS)
def test_every_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema_of(name))
    assert json.loads(dump(schema_of(name))) == schema_of(name)


def test_there_is_no_file_too_many() -> None:
    assert {path.stem for path in SCHEMA_FILES.glob("*.json")} == set(KINDS)


@pytest.mark.parametrize("path", DATA_FILES, ids=lambda path: path.stem)
def test_every_data_file_names_its_schema(path: Path) -> None:
    file = schema_file(path)
    assert file.parent == SCHEMA_FILES.resolve()
    assert path.match(KINDS[file.stem].files)


@pytest.mark.parametrize("name", KINDS)
def test_our_own_data_is_valid(name: str) -> None:
    paths = [path for path in DATA_FILES if schema_file(path).stem == name]
    assert paths
    smallest = min(paths, key=lambda path: path.stat().st_size)
    validator = Draft202012Validator(schema_of(name))
    for path in [smallest] if name in LARGE else paths:
        found = as_an_editor_reads(path.read_text(encoding="utf-8"))
        assert [error.message for error in validator.iter_errors(found)] == []


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("facts", {"id": "a"}),
        ("facts", {"ID": "a"}),
        ("sources", {"id": "a", "title": "t", "publisher": "p", "role": "first"}),
        ("timeline", {"id": "a", "date": "May 2020", "text": {"en": "x"}, "fact": "f"}),
        ("entities", {"id": "Tide Party", "type": "party", "name": {"en": "Tide"}}),
    ],
)
def test_what_is_wrong_is_seen(name: str, entry: dict[str, Any]) -> None:
    assert not Draft202012Validator(schema_of(name)).is_valid([entry])


def test_a_date_may_be_a_bare_year() -> None:
    event = {"id": "a", "date": 2016, "text": {"en": "x"}, "fact": "f"}
    assert Draft202012Validator(schema_of("timeline")).is_valid([event])


def test_fields_are_described_in_the_words_of_their_models() -> None:
    definitions = schema_of("facts")["$defs"]
    assert definitions["Fact"]["description"].startswith("One thing the bot can say")
    assert definitions["Fact"]["properties"]["contradicts"]["description"].startswith("Facts of the same material")
    assert "3 to 15 words" in definitions["Citation"]["properties"]["quote"]["description"]
    assert schema_of("base")["properties"]["overview"]["description"].startswith("The comparison shown")


def test_a_citation_without_source_is_one_of_the_material() -> None:
    assert "source" not in schema_of("facts")["$defs"]["Citation"]["required"]
    assert "source" in schema_of("caveats")["$defs"]["Citation"]["required"]


def test_other_names_are_unknown() -> None:
    with pytest.raises(KeyError):
        schema_of("recipes")
