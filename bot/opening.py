"""Opens the fact base that the settings name, ready to answer."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from platformdirs import user_cache_path

from bot.compiled import kept_or_built
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


def cache_directory() -> Path:
    """Where compiled fact bases are kept: under `BOT_DATA_DIR`, or else with the user's caches."""
    named = os.environ.get("BOT_DATA_DIR")
    return Path(named) / "cache" if named else user_cache_path("mazhilis-bot")


def installed_directory() -> Path:
    """Where the fact base may stand compiled for all who use this installation; see `bot.compiling`."""
    return Path(sys.prefix) / "share" / "mazhilis-bot"


def open_answerer(directory: Path | None = None, cache: Path | None = None) -> Answerer:
    """A fact base with everything that answering needs.

    Args:
        directory: of the fact base; `facts_directory()` if not given.
        cache: where what was opened before is kept; `cache_directory()` if not given.

    Raises:
        FactBaseError: with every problem.
    """
    facts = directory or facts_directory()

    def build() -> Answerer:
        return Answerer(open_base(facts), load_lexicon(), load_texts())

    return kept_or_built(build, facts, cache or cache_directory(), installed_directory())
