"""Sources, quotations of them, and what is wrong in the material."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from knowledge.model.records import Id, Identified, IsoDate, Line, LocalText, Record


class SourceRole(StrEnum):
    """`material` is what the bot answers from first; `second` is beyond it and marked so."""

    MATERIAL = "material"
    SECOND = "second"


class Source(Identified):
    """Where something is written."""

    title: Line
    publisher: Line
    date: IsoDate | None = None
    """ISO date, year and month, or year; None where the source shows none."""
    address: Line | None = None
    role: SourceRole
    fingerprint: Line | None = None
    """File beside this one with the hashes that quotations are checked against; material only."""


QUOTE_WORDS = range(3, 16)
"""How many words a quotation may have."""


class Citation(Record):
    """Where a statement stands: source, paragraph and the very words."""

    source: Id
    paragraph: Annotated[int, Field(ge=1)] | None = None
    """Paragraph of the material, from 1; None for a second source."""
    quote: Line
    """A fragment of 3 to 15 words, letter for letter."""
    locator: Line | None = None
    """Where in a second source it stands (section, page, row)."""

    @model_validator(mode="after")
    def _short(self) -> Citation:
        count = len(self.quote.split())
        if count not in QUOTE_WORDS:
            raise ValueError(f"quotation has {count} words; it must have 3 to 15")
        return self


class CaveatKind(StrEnum):
    """In which way a statement of the material must not be taken at its word."""

    WRONG = "wrong"
    OUTDATED = "outdated"
    CONTRADICTION = "contradiction"
    AMBIGUOUS = "ambiguous"
    MISLEADING = "misleading"
    IMPRECISE = "imprecise"
    GAP = "gap"


class Caveat(Identified):
    """Something wrong, stale or contradictory in the material, with the source that says so."""

    kind: CaveatKind
    paragraphs: Annotated[tuple[int, ...], Field(min_length=1)]
    facts: tuple[Id, ...] = ()
    """Facts whose answers carry this caveat."""
    text: LocalText
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
