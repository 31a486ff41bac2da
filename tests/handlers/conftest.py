"""Fixtures for chats about invented elections. Nothing here keeps anything on disk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.answer import Answerer
from knowledge.lexicon import load_lexicon
from knowledge.load import BUILT_IN, FactBase, load
from knowledge.texts import Texts, load_texts
from tests.handlers.support import PrivateChat, private_chat
from tests.knowledge.two_elections import LONGER_ARTICLE, two_elections
from tests.small_base import small_base, write_base


@pytest.fixture(scope="session")
def texts() -> Texts:
    """The interface texts that ship."""
    return load_texts()


@pytest.fixture(scope="session")
def built_in_base() -> FactBase:
    """The fact base that ships, read but not indexed."""
    return load(BUILT_IN)


def _answerer(directory: Path, files: dict[str, Any], texts: Texts) -> Answerer:
    return Answerer(load(write_base(directory, files, LONGER_ARTICLE)), load_lexicon(), texts)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, texts: Texts) -> Answerer:
    """Answers about the invented election of tests/small_base.py."""
    return _answerer(tmp_path_factory.mktemp("small"), small_base(), texts)


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory, texts: Texts) -> Answerer:
    """Answers about two invented elections, with comparisons, a timeline and charts."""
    files = two_elections()
    files["base.yaml"]["commands"]["boycott"] = ["boycott"]
    seats = next(each for each in files["comparisons.yaml"] if each["id"] == "change-seats")
    seats["phrasings"]["en"].append("{subject}: 2016 vs 2020")  # as "/changes PARTY" puts it
    return _answerer(tmp_path_factory.mktemp("council"), files, texts)


@pytest.fixture(scope="session")
def hesitant(tmp_path_factory: pytest.TempPathFactory, texts: Texts) -> Answerer:
    """Answers about the small base that never answer by themselves where they can offer a choice."""
    files = small_base()
    files["thresholds.yaml"]["en"] |= {"accept": 1.0, "choice": 0.0}
    return _answerer(tmp_path_factory.mktemp("hesitant"), files, texts)


@pytest.fixture
async def chat(small: Answerer) -> AsyncIterator[PrivateChat]:
    """A chat about the small base."""
    async with private_chat(small) as opened:
        yield opened


@pytest.fixture
async def council_chat(council: Answerer) -> AsyncIterator[PrivateChat]:
    """A chat about two elections."""
    async with private_chat(council) as opened:
        yield opened


@pytest.fixture
async def hesitant_chat(hesitant: Answerer) -> AsyncIterator[PrivateChat]:
    """A chat in which questions are answered with choices."""
    async with private_chat(hesitant) as opened:
        yield opened
