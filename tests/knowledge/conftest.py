"""Fixtures for tests of the knowledge package. Nothing here keeps anything on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answer import Answerer
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.load import FactBase, load
from knowledge.texts import Texts, load_texts
from tests.knowledge.two_elections import LONGER_ARTICLE, two_elections
from tests.small_base import write_base


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The word lists that ship."""
    return load_lexicon()


@pytest.fixture(scope="session")
def texts() -> Texts:
    """The interface texts that ship."""
    return load_texts()


@pytest.fixture(scope="session")
def two_base(tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    """The fact base about the invented election and the one before it, with its wordings."""
    directory: Path = write_base(tmp_path_factory.mktemp("two"), two_elections(), LONGER_ARTICLE)
    return load(directory)


@pytest.fixture(scope="session")
def two(two_base: FactBase, lexicon: Lexicon, texts: Texts) -> Answerer:
    """Answers from it."""
    return Answerer(two_base, lexicon, texts)
