"""JSON Schemas of the data files, so that an editor completes, explains and checks while somebody types.

Made from the very models that read the files; what is written below a field in its model becomes the
description that the editor shows.
"""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, StringConstraints, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from knowledge.lexicon import Gazetteer, LanguageWords
from knowledge.model import (
    Caveat,
    Chart,
    Chat,
    Comparison,
    Decoy,
    Entity,
    Event,
    Fact,
    IsoDate,
    LanguageThresholds,
    Manifest,
    Source,
)
from knowledge.speech import Scripts

SCHEMA_FILES = Path(__file__).parents[1] / "schemas"
"""The schemas as files, kept beside the data for editors; a test keeps them up to date."""
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _AsTyped(GenerateJsonSchema):
    """Describes what stands in the file: a date may be a bare year there, which YAML takes for a number."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        del schema  # dates are all that is changed before it is validated
        (pattern,) = (each.pattern for each in get_args(IsoDate) if isinstance(each, StringConstraints))
        return {"type": ["string", "integer"], "pattern": pattern}


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of data file."""

    model: type[BaseModel]
    files: str
    """Where such files stand, as a pattern beneath the fact base (or `language/`)."""
    many: bool = True
    """Whether a file holds a list of entries, or is one."""


KINDS: Mapping[str, FileKind] = {
    "base": FileKind(Manifest, "base.yaml", many=False),
    "thresholds": FileKind(LanguageThresholds, "thresholds.yaml", many=False),
    "sources": FileKind(Source, "sources.yaml"),
    "entities": FileKind(Entity, "entities.yaml"),
    "facts": FileKind(Fact, "facts/*.yaml"),
    "decoys": FileKind(Decoy, "decoys/*.yaml"),
    "caveats": FileKind(Caveat, "caveats.yaml"),
    "comparisons": FileKind(Comparison, "comparisons.yaml"),
    "timeline": FileKind(Event, "timeline.yaml"),
    "charts": FileKind(Chart, "charts.yaml"),
    "chat": FileKind(Chat, "chat.yaml"),
    "words": FileKind(LanguageWords, "language/??.yaml", many=False),
    "places": FileKind(Gazetteer, "language/places.yaml", many=False),
    "scripts": FileKind(Scripts, "language/scripts.yaml", many=False),
}
"""Name of a schema -> the files it is for."""


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file. Raises KeyError for a name that is not in `KINDS`."""
    kind = KINDS[name]
    described = {model.__name__: _descriptions(model) for model in _models(kind.model)}
    adapter: TypeAdapter[Any] = TypeAdapter(list[kind.model] if kind.many else kind.model)  # type: ignore[name-defined]  # known when run
    schema = adapter.json_schema(schema_generator=_AsTyped)
    nodes = dict(schema.get("$defs", {}))
    nodes.setdefault(kind.model.__name__, schema)
    for model, node in nodes.items():
        for field, description in described.get(model, {}).items():
            if field in node.get("properties", {}):
                node["properties"][field].setdefault("description", description)
    if name == "facts":
        # A citation without a source is one of the material.
        schema["$defs"]["Citation"]["required"].remove("source")
    return {"$schema": _DIALECT} | schema | {"title": f"{name} ({kind.files})"}


def _models(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> Iterator[type[BaseModel]]:
    """A model and all that its fields are made of."""
    known = seen if seen is not None else set()
    if model in known:
        return
    known.add(model)
    yield model
    for field in model.model_fields.values():
        for part in _parts(field.annotation):
            yield from _models(part, known)


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 -- whatever stands in an annotation
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _parts(argument)


def _descriptions(model: type[BaseModel]) -> dict[str, str]:
    """Field -> what is written below it in the model, or in the model that it comes from."""
    found: dict[str, str] = {}
    for of in model.__mro__:
        if of is BaseModel or not issubclass(of, BaseModel):
            continue
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(of))).body
        if isinstance(tree, ast.ClassDef):
            found = dict(_below_fields(tree.body)) | found
    return found


def _below_fields(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for field, below in pairwise(body):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
            yield field.target.id, inspect.cleandoc(below.value.value)


def dump(schema: Mapping[str, Any]) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
