"""The base with two elections, broken on purpose: written with one change, and what loading it complains about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import FactBaseError
from knowledge.load import FactBase, load
from tests.knowledge.two_elections import LONGER_ARTICLE, two_elections
from tests.small_base import write_base

Files = dict[str, Any]
Change = Callable[[Files], object]


def written(directory: Path, change: Change = lambda _: None) -> Path:
    """Write the base with a change to its files; returns the directory."""
    files = two_elections()
    change(files)
    return write_base(directory, files, LONGER_ARTICLE)


def loaded(directory: Path, change: Change = lambda _: None) -> FactBase:
    """The base with a change to its files that leaves it sound."""
    return load(written(directory, change))


def problems(directory: Path) -> list[str]:
    """The lines that loading the base is refused with."""
    with pytest.raises(FactBaseError) as caught:
        load(directory)
    return [str(problem) for problem in caught.value.problems]


def entry(files: Files, id_: str) -> dict[str, Any]:
    """The entry with an id, in whichever file it stands."""
    lists = [content for content in files.values() if isinstance(content, list)]
    found: dict[str, Any] = next(each for content in lists for each in content if each["id"] == id_)
    return found
