"""The numbers by which questions are decided, in each language."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from knowledge.model.records import Language, Record


class Thresholds(Record):
    """Numbers chosen by `tests/questions/choose_thresholds.py` on the tuning rows; see `knowledge.decide`."""

    accept: Annotated[float, Field(ge=0, le=1)]
    """Confidence from which a question is answered."""
    choice: Annotated[float, Field(ge=0, le=1)]
    """Confidence from which choices are offered."""
    coverage: Annotated[float, Field(ge=0)] = 2.0
    """How much it counts against a fact that the question has words which are not the fact's own."""
    rival: Annotated[float, Field(ge=0)]
    """Share of the best score from which a fact that would be another answer stands in the way."""
    together: Annotated[float, Field(ge=0, le=1)]
    """Share of the best score from which a fact that belongs to the best is shown with it."""
    chat: Annotated[float, Field(ge=0, le=1)]
    high: Annotated[float, Field(ge=0, le=1)]
    medium: Annotated[float, Field(ge=0, le=1)]


class LanguageThresholds(Record):
    """Thresholds of each language; those of English serve where a language has none."""

    en: Thresholds
    ru: Thresholds | None = None
    kk: Thresholds | None = None

    def of(self, language: Language) -> Thresholds:
        """The thresholds of a language."""
        own: Thresholds | None = getattr(self, language.value)
        return own or self.en
