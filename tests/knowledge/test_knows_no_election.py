"""No line of Python knows about an election: no year, party, person, body or country of a fact base stands in the code.

Docstrings and comments may give examples. What the program compares, stores or says may not, and neither may the
help of its command line, which is made of docstrings.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.load import BUILT_IN, FactBase, load
from knowledge.model import EntityType
from knowledge.texts import TEXT_FILES

ROOT = Path(__file__).parents[2]
BASES = (BUILT_IN, ROOT / "tests" / "another_base")
CODE = sorted(path for package in ("knowledge", "handlers", "bot") for path in (ROOT / package).rglob("*.py"))
SHOWN = {"cli.py"}
"""Modules whose docstrings people read as help."""
PROGRAM = re.compile("mazhilis[-_]bot")
"""The name of the program is its own."""
NAMED = set(EntityType) - {EntityType.OFFICE}
"""An office ("prime minister") is an ordinary word."""


def names_in(base: FactBase) -> Iterator[str]:
    """What nobody says who does not speak of this election."""
    yield base.material.publisher
    for entity in base.entities.values():
        if entity.year is not None:
            yield str(entity.year)
        if entity.type in NAMED:
            for name in (entity.name, *(former.name for former in entity.former)):
                yield from (text for _, text in name.items())
        if entity.type is EntityType.PARTY:
            yield from entity.aliases.all()
        if entity.type is EntityType.PERSON:
            yield entity.name.en.rsplit(" ", 1)[-1]


@pytest.fixture(scope="module")
def telltale() -> re.Pattern[str]:
    names = {name for base in BASES for name in names_in(load(base))}
    assert {"2021", "2012", "Nur Otan", "мажилис", "Nazarbayev", "Kazakhstan", "GlobalSecurity.org"} <= names
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)


def words_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every constant and identifier of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = set() if path.name in SHOWN else set(_notes(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in silent:
            yield node.lineno, str(node.value)
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id.replace("_", " ")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name.replace("_", " ")


def _notes(tree: ast.AST) -> Iterator[int]:
    """Docstrings, and what stands below a field or constant to explain it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_line_names_an_election_or_what_it_was_about(path: Path, telltale: re.Pattern[str]) -> None:
    found = [(line, text) for line, text in words_of(path) if telltale.search(PROGRAM.sub("", text))]
    assert found == []


@pytest.mark.parametrize("path", sorted(TEXT_FILES.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_interface_text_does(path: Path, telltale: re.Pattern[str]) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if telltale.search(PROGRAM.sub("", line))] == []


def test_what_gives_it_away_would_be_found(tmp_path: Path, telltale: re.Pattern[str]) -> None:
    module = tmp_path / "module.py"
    module.write_text('"""Of 2021."""\nYEAR = 2021\nPARTY = f"the Nur Otan party"\ndef nur_otan(): "In 2016."\n')
    assert {line for line, text in words_of(module) if telltale.search(text)} == {2, 3, 4}
