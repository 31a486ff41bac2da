"""The README of deploy/ says what is so: files that are there, lines that the log has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.deploy.places import DEPLOY, ROOT

README = (DEPLOY / "README.md").read_text()


def chapter(title: str) -> str:
    """What stands under a heading."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def lines_of_the_log() -> list[str]:
    """The lines that the README tells an operator of, with `…` for what is filled in."""
    return re.findall(r"^\| `([^`]+)` \|", chapter("What goes wrong"), re.MULTILINE)


def texts_of_the_program() -> Iterator[str]:
    """Every text in the code; what is filled in is `…`."""
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.sub(r"%[.\d]*[sdf]", "…", node.value)
            elif isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)


TEXTS = tuple(texts_of_the_program())


@pytest.mark.parametrize("line", lines_of_the_log())
def test_the_program_says_what_the_readme_explains(line: str) -> None:
    pattern = ".*".join(map(re.escape, line.split("…")))
    assert any(re.search(pattern, text, re.DOTALL) for text in TEXTS)


def test_there_are_lines_of_the_log() -> None:
    assert len(lines_of_the_log()) > 10


def test_the_readme_names_only_files_that_are_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (DEPLOY / target).exists(), target


def test_the_readme_says_of_every_file_what_was_tried() -> None:
    table = chapter("What was run")
    own = {"README.md", "constraints.txt", "images", ".env"}
    for path in DEPLOY.iterdir():
        if path.name not in own:
            assert f"`{path.name}" in table, path.name
