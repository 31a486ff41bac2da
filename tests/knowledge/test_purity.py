"""The knowledge package is pure: importing all of it and answering brings no stranger along."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import knowledge

PACKAGE = Path(knowledge.__file__).parent
STRANGERS = [
    "telegram", "httpx", "aiohttp", "sqlalchemy", "typer", "rich", "pydantic_settings", "starlette", "uvicorn",
    "asyncio", "bot", "handlers",
]  # fmt: skip

IMPORT_EVERYTHING = """
import importlib, json, pkgutil, sys
import knowledge
names = [module.name for module in pkgutil.walk_packages(knowledge.__path__, "knowledge.")]
for name in names:
    importlib.import_module(name)
print(json.dumps([names, sorted({name.split(".")[0] for name in sys.modules})]))
"""


def fresh_interpreter(code: str, directory: Path) -> str:
    """What a new Python prints that has nothing of this one but its packages and an empty home."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PACKAGE.parent), "HOME": str(directory)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str]]:
    names, modules = json.loads(fresh_interpreter(IMPORT_EVERYTHING, tmp_path_factory.mktemp("home")))
    return names, modules


def test_every_module_is_imported(imported: tuple[list[str], list[str]]) -> None:
    names, _ = imported
    paths = [path.relative_to(PACKAGE.parent).with_suffix("").parts for path in PACKAGE.rglob("*.py")]
    modules = {".".join(parts).removesuffix(".__init__") for parts in paths}
    assert modules - {"knowledge"} == set(names)


@pytest.mark.parametrize("stranger", STRANGERS)
def test_no_stranger_comes_along(imported: tuple[list[str], list[str]], stranger: str) -> None:
    assert stranger not in imported[1]


def test_importing_prints_nothing_and_writes_nothing(tmp_path: Path) -> None:
    assert fresh_interpreter("import knowledge.answer, knowledge.load, knowledge.evaluate", tmp_path) == ""
    assert list(tmp_path.iterdir()) == []
