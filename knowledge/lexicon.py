"""The languages' own word lists: what to drop, what asks for what, which words mean the same.

Read from `knowledge/language/*.yaml`. Nothing in there is about an election, so another fact base needs
no other lexicon.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import Field

from knowledge.errors import FactBaseError
from knowledge.model import Language, Record
from knowledge.speech import Scripts
from knowledge.yaml_files import YamlReader

LANGUAGE_FILES = Path(__file__).parent / "language"


class Asks(StrEnum):
    """The kind of answer that a question word asks for."""

    WHO = "who"
    WHEN = "when"
    HOW_MANY = "how-many"
    WHY = "why"
    WHERE = "where"
    HOW_LONG = "how-long"


class Cue(StrEnum):
    """What a word says about change between then and now."""

    UP = "up"
    """ "gained", "more than": takes a rise for granted or asks about one."""
    DOWN = "down"
    """ "lost", "fewer than"."""
    SAME = "same"
    """ "still", "unchanged"."""
    CHANGE = "change"
    """ "since", "compare", "versus": change, whichever way."""


class Time(StrEnum):
    """Which of the two times that are compared a word speaks of."""

    BEFORE = "before"
    """ "old", "five years ago"."""
    NOW = "now"
    """ "new", "today"."""


class FollowUp(StrEnum):
    """What a short message says about the answer before it."""

    LEAD_IN = "lead-in"
    """ "and ...", "what about ...": the same question about something else."""
    SOURCE = "source"
    """ "source?": where is that written."""
    MORE = "more"
    """ "more": what else is there."""


class LanguageWords(Record):
    """The word lists of one language; see `knowledge/language/en.yaml` for what each is for."""

    stopwords: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    negation: tuple[str, ...] = ()
    asks: Mapping[Asks, tuple[str, ...]] = Field(default_factory=dict)
    cues: Mapping[Cue, tuple[str, ...]] = Field(default_factory=dict)
    times: Mapping[Time, tuple[str, ...]] = Field(default_factory=dict)
    yes_or_no: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    follow_ups: Mapping[FollowUp, tuple[str, ...]] = Field(default_factory=dict)
    endings: tuple[str, ...] = ()
    misspellings: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """How words are often misspelt; others are found by likeness, but these must not count as words of their own."""
    no_places: tuple[str, ...] = ()
    """Words that are spelt like a place of another language and are none."""


class Gazetteer(Record):
    """Places of the world: each a list of names, the first of which stands for it."""

    countries: tuple[tuple[str, ...], ...]
    places: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of all languages, the gazetteer, and how languages are typed with other letters."""

    words: Mapping[Language, LanguageWords]
    gazetteer: Gazetteer
    scripts: Scripts


def load_lexicon(directory: Path = LANGUAGE_FILES) -> Lexicon:
    """Read the word lists. Raises FactBaseError with every problem found."""
    reader = YamlReader(directory)
    words = {language: reader.record(f"{language.value}.yaml", LanguageWords) for language in Language}
    gazetteer = reader.record("places.yaml", Gazetteer)
    scripts = reader.record("scripts.yaml", Scripts)
    if gazetteer is None or scripts is None or reader.problems:
        raise FactBaseError(reader.problems)
    return Lexicon({language: found for language, found in words.items() if found}, gazetteer, scripts)
