"""Checkers of values against api.json, made once when the module is loaded.

A checker takes a value and returns it, decoded if need be, or raises `MismatchError`. Inside of JSON,
types are exact: a number in quotes is no integer, and a field that the type does not have is a mismatch.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

Checker = Callable[[object], object]
API: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("api.json").read_text(encoding="utf-8"))
INT64 = 1 << 63


class MismatchError(ValueError):
    """The value does not fit its type; the text says why."""


class ObjectChecker:
    """Checks one object type: nothing missing, nothing unknown, every field of its type."""

    def __init__(self, name: str, fields: dict[str, str]) -> None:
        self.name = name
        self.specs = {field.rstrip("!"): spec for field, spec in fields.items()}
        self.required = [field[:-1] for field in fields if field.endswith("!")]
        self.fixed = {field: spec[1:] for field, spec in self.specs.items() if spec[0] == "=" and "|" not in spec}
        self.checkers: dict[str, Checker] = {}

    def link(self) -> None:
        """Make the checkers of the fields; done when all types are known."""
        self.checkers = {field: checker_of(spec) for field, spec in self.specs.items()}

    def likeness(self, value: object) -> tuple[bool, int]:
        """How much a value looks meant to be of this type; used to word the error of a union."""
        if not isinstance(value, dict):
            return (False, -1)
        fits = all(value.get(field) == fixed for field, fixed in self.fixed.items())
        return (
            fits,
            sum(field in self.specs for field in value) - sum(field not in value for field in self.required),
        )

    def __call__(self, value: object) -> object:
        """Check the fields, all of them and no others."""
        if not isinstance(value, dict):
            raise MismatchError(f"{self.name} must be an object")
        checkers = self.checkers
        for field, inner in value.items():
            checker = checkers.get(field)
            if checker is None:
                raise MismatchError(f'Unknown field "{field}" in {self.name}')
            try:
                checker(inner)
            except MismatchError as mismatch:
                raise MismatchError(str(mismatch).replace("Value", f'Field "{field}" of {self.name}', 1)) from None
        for field in self.required:
            if field not in value:
                raise MismatchError(f'Can\'t find field "{field}" in {self.name}')
        return value


class UnionChecker:
    """Checks a value that may be of one of several types."""

    def __init__(self, alternatives: list[Checker], name: str) -> None:
        self.alternatives = alternatives
        self.name = name

    @cached_property
    def flat(self) -> list[Checker]:
        """The alternatives, with unions inside of the union laid open."""
        found: list[Checker] = []
        for checker in self.alternatives:
            resolved = checker.resolve() if isinstance(checker, Reference) else checker
            found += resolved.flat if isinstance(resolved, UnionChecker) else [resolved]
        return found

    @cached_property
    def objects(self) -> list[ObjectChecker]:
        """Those of the alternatives that are objects."""
        return [checker for checker in self.flat if isinstance(checker, ObjectChecker)]

    def candidates(self, value: object) -> list[Checker]:
        """The alternatives that a value looks meant to be, the most likely first."""
        if not isinstance(value, dict) or not self.objects:
            return [checker for checker in self.flat if not isinstance(checker, ObjectChecker)]
        ranked = sorted(
            ((checker.likeness(value), checker) for checker in self.objects), key=itemgetter(0), reverse=True
        )
        return [checker for (fits, _), checker in ranked if fits == ranked[0][0][0]]

    def __call__(self, value: object) -> object:
        """Check against the alternatives that the value looks most like."""
        first: MismatchError | None = None
        for checker in self.candidates(value):
            try:
                return checker(value)
            except MismatchError as mismatch:
                first = first or mismatch
        raise (first if first and isinstance(value, dict) else MismatchError(f"Value must be of type {self.name}"))


class Reference:
    """A named type, looked up when it is first used, since types refer to each other in circles."""

    def __init__(self, name: str) -> None:
        self.name = name

    def resolve(self) -> Checker:
        """The checker of the type."""
        return TYPES[self.name]

    def __call__(self, value: object) -> object:
        """Check as the named type does."""
        return TYPES[self.name](value)


def is_integer(value: object) -> bool:
    """Whether this is a 64-bit integer (which true and false are not)."""
    return isinstance(value, int) and not isinstance(value, bool) and -INT64 <= value < INT64


def _primitive(name: str, fits: Callable[[object], bool]) -> Checker:
    def check(value: object) -> object:
        if not fits(value):
            raise MismatchError(f"Value must be of type {name}")
        return value

    return check


def _array(inner: Checker) -> Checker:
    def check(value: object) -> object:
        if not isinstance(value, list):
            raise MismatchError("Value must be of type Array")
        for item in value:
            inner(item)
        return value

    return check


def _one_of(values: list[str]) -> Checker:
    known = frozenset(values)
    wording = "Value must be " + (f'"{values[0]}"' if len(values) == 1 else f"one of {', '.join(values[:20])}")

    def check(value: object) -> object:
        if value not in known or not isinstance(value, str):
            raise MismatchError(wording)
        return value

    return check


def _alternatives(spec: str) -> list[str]:
    parts, depth = [""], 0
    for sign in spec:
        depth += (sign == "[") - (sign == "]")
        if sign == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


PRIMITIVES: dict[str, Checker] = {
    "Integer": _primitive("Integer", is_integer),
    "Float": _primitive("Float", lambda value: is_integer(value) or isinstance(value, float)),
    "Boolean": _primitive("Boolean", lambda value: isinstance(value, bool)),
    "String": _primitive("String", lambda value: isinstance(value, str)),
    "InputFile": _primitive("InputFile", lambda _: False),
}


def checker_of(spec: str) -> Checker:
    """The checker of a field, given how api.json spells its type."""
    if spec.startswith("="):
        return _one_of(spec[1:].split("|"))
    parts = _alternatives(spec)
    if len(parts) > 1:
        return UnionChecker([checker_of(part) for part in parts], spec.replace("|", " or "))
    if spec.startswith("["):
        return _array(checker_of(spec[1:-1]))
    return PRIMITIVES.get(spec) or Reference(spec)


TYPES: dict[str, Checker] = {
    name: ObjectChecker(name, entry) if isinstance(entry, dict) else checker_of(cast("str", entry))
    for name, entry in API["types"].items()
    if name not in PRIMITIVES
}
for _checker in TYPES.values():
    if isinstance(_checker, ObjectChecker):
        _checker.link()
