"""YAML files into lists of records, every mistake collected instead of stopping at the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.errors import Problem

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML without libyaml: ten times slower, the same result
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]  # same methods, in Python

RecordT = TypeVar("RecordT", bound=BaseModel)


class _StrictLoader(_SafeLoader):
    """Refuses a mapping that has a key twice, and reads `no`, `on` and `true` as the words they are.

    YAML itself would silently keep the last of two keys and turn such words into booleans.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 -- PyYAML declares it as it is
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in _SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = Counter(key.value for key, _ in node.value)
        for key, count in keys.items():
            if count > 1:
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} twice", node.start_mark)
        return super().construct_mapping(node, deep)


class YamlReader:
    """Reads the files of one directory; `problems` grows, and what could be read is returned."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.problems: list[Problem] = []
        self.contents: list[bytes] = []
        """The bytes of every file read, in order; the version of a fact base is made from them."""

    def report(self, file: str, item: str, field: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(file, item, field, message))

    def bytes_of(self, file: str) -> bytes | None:
        """The content of a file, or None (and a problem) where it cannot be read."""
        try:
            content = (self.directory / file).read_bytes()
        except OSError as error:
            self.report(file, "-", "-", f"cannot be read: {error.strerror or error}")
            return None
        self.contents.append(content)
        return content

    def _document(self, file: str) -> object:
        content = self.bytes_of(file)
        if content is None:
            return None
        try:
            document: object = yaml.load(content, Loader=_StrictLoader)  # noqa: S506 -- a safe loader
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            line = f" in line {mark.line + 1}" if mark else ""
            what = getattr(error, "problem", None) or "not valid YAML"
            self.report(file, "-", "-", f"not valid YAML{line}: {what}")
            return None
        return document

    def record(self, file: str, kind: type[RecordT]) -> RecordT | None:
        """The one record that a file holds."""
        document = self._document(file)
        if document is None:
            return None
        return self._validate(file, "-", kind, document)

    def records(self, file: str, kind: type[RecordT], defaults: dict[str, Any] | None = None) -> list[RecordT]:
        """The records of a file that holds a list.

        `defaults` names, for a field that is itself a list of mappings, what each of those mappings holds
        where it says nothing: `{"citations": {"source": "x"}}`.
        """
        document = self._document(file)
        if document is None:
            return []
        if not isinstance(document, list):
            self.report(file, "-", "-", "must be a list of entries, each starting with `- id:`")
            return []
        found = []
        for number, entry in enumerate(document, 1):
            if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
                self.report(file, f"entry {number}", "id", "every entry needs an id")
                continue
            for field, values in (defaults or {}).items():
                if isinstance(entry.get(field), list):
                    entry[field] = [values | each if isinstance(each, dict) else each for each in entry[field]]
            record = self._validate(file, entry["id"], kind, entry)
            if record is not None:
                found.append(record)
        return found

    def _validate(self, file: str, item: str, kind: type[RecordT], document: object) -> RecordT | None:
        try:
            return kind.model_validate(document)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                field = ".".join(str(part) for part in detail["loc"]) or "-"
                message = detail["msg"].removeprefix("Value error, ")
                if detail["type"] == "extra_forbidden":
                    message = "no such field; known are " + ", ".join(sorted(kind.model_fields))
                    if len(detail["loc"]) > 1:
                        message = "no such field"
                self.report(file, item, field, message)
            return None
