"""Opens the fact base that the settings name, ready to answer."""

from __future__ import annotations

import os
from pathlib import Path

from knowledge.answer import Answerer
from knowledge.lexicon import load_lexicon
from knowledge.load import BUILT_IN, FactBase, load
from knowledge.texts import load_texts


def facts_directory() -> Path:
    """The directory of the fact base: `BOT_FACTS`, or the built-in one.

    Read apart from the other settings, so that `ask` starts without loading what only `run` needs.
    """
    named = os.environ.get("BOT_FACTS")
    return Path(named) if named else BUILT_IN


def open_base(directory: Path | None = None) -> FactBase:
    """Load a fact base. Raises FactBaseError with every problem."""
    return load(directory or facts_directory())


def open_answerer(directory: Path | None = None) -> Answerer:
    """Load a fact base and everything that answering needs. Raises FactBaseError."""
    return Answerer(open_base(directory), load_lexicon(), load_texts())
