"""What all data models share: ids, dates, lines, languages, and texts in up to three languages.

Every model is frozen and refuses unknown fields, so a misspelt field in a data file is an error and
not silence.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

MAX_ID = 56
"""Characters of an id, so that it fits a Telegram button."""
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=MAX_ID)]
"""Lower-case words joined by hyphens."""


def _as_iso(value: object) -> object:
    """YAML reads 2021-01-10 as a date and 2021 as a number; kept as the ISO text that was typed."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else value


IsoDate = Annotated[str, BeforeValidator(_as_iso), StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")]
"""A day, a month or a year: `2021-01-10`, `2020-11`, `2016`."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Language(StrEnum):
    """A language the bot speaks; the value is its ISO 639-1 code."""

    EN = "en"
    RU = "ru"
    KK = "kk"


class Record(BaseModel):
    """Base of all data models: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Identified(Record):
    """A record with an id. Facts, decoys, small talk ... share theirs; sources and entities have their own."""

    id: Id


class LocalText(Record):
    """One text in up to three languages; English is always there."""

    en: Line
    ru: Line | None = None
    kk: Line | None = None

    def get(self, language: Language) -> str:
        """The text in `language`, or in English where it has not been written yet."""
        return getattr(self, language.value) or self.en

    def items(self) -> list[tuple[Language, str]]:
        """The languages that have been written, with their texts."""
        return [(lang, text) for lang in Language if (text := getattr(self, lang.value))]


class LocalLines(Record):
    """Any number of lines in each language."""

    en: tuple[Line, ...] = ()
    ru: tuple[Line, ...] = ()
    kk: tuple[Line, ...] = ()

    def get(self, language: Language) -> tuple[str, ...]:
        """The lines in exactly this language; empty where there are none."""
        lines: tuple[str, ...] = getattr(self, language.value)
        return lines

    def all(self) -> tuple[str, ...]:
        """The lines of all languages."""
        return self.en + self.ru + self.kk
