"""What can be compared between the two elections of a base, and the events between them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from knowledge.model.facts import Asked
from knowledge.model.records import Id, Identified, IsoDate, LocalText, Record
from knowledge.model.values import Measure


class ComparisonKind(StrEnum):
    """How two elections are compared."""

    NUMBERS = "numbers"
    """One measure, for each subject on its own."""
    TABLE = "table"
    """One measure of all subjects at once."""
    EXTREMES = "extremes"
    """Who gained and who lost most in one measure."""
    STATES = "states"
    """Two states of affairs, each resting on facts."""
    TIMELINE = "timeline"
    """The dated events between the two elections."""


class State(Record):
    """How things were at one of the two elections."""

    text: LocalText
    facts: Annotated[tuple[Id, ...], Field(min_length=1)]


NAMED = frozenset({Measure.SEATS, Measure.VOTES, Measure.SHARE})
"""Measures that the interface texts have words for; a comparison of another brings its own."""


class Comparison(Asked):
    """Something that can be compared between the two elections of a base."""

    kind: ComparisonKind
    measure: Measure | None = None
    """What is compared; for `states` nothing."""
    subjects: tuple[Id, ...] = ()
    """Whose numbers; `{subject}` in question and phrasings stands for the name of each."""
    name: LocalText | None = None
    """What the measure is called in a sentence ("turnout"), where it has one subject only."""
    of: LocalText | None = None
    """The denominator of a percentage ("of registered voters")."""
    share_of: Id | None = None
    """Entity whose `house-size` turns seats into a share."""
    before: State | None = None
    after: State | None = None
    same: bool = False
    """For `states`: whether they are the same."""
    verdict: LocalText | None = None
    """For `states`: what the comparison comes to, in one sentence."""
    along: Id | None = None
    """A comparison whose line for the same subject is shown with this one ("seats" with "share of the vote")."""
    instead: Id | None = None
    """A comparison that is shown in the place of this one for a subject that has no figures here."""
    supporting: tuple[Id, ...] = ()
    """Facts cited beside those that hold the numbers."""
    related: tuple[Id, ...] = ()
    also_about: tuple[Id, ...] = ()
    caveats: tuple[Id, ...] = ()
    """Caveats that the comparison carries."""

    @model_validator(mode="after")
    def _complete(self) -> Comparison:
        if self.kind is ComparisonKind.STATES:
            if self.before is None or self.after is None or self.verdict is None:
                raise ValueError("states need before, after and verdict")
        elif self.kind is not ComparisonKind.TIMELINE and (self.measure is None or not self.subjects):
            raise ValueError("numbers, table and extremes need a measure and subjects")
        elif self.measure is not None and self.measure not in NAMED and self.name is None:
            raise ValueError(f"needs a name: what {self.measure.value!r} is called in a sentence")
        return self


class Event(Identified):
    """A dated event of the timeline, resting on a fact."""

    date: IsoDate
    text: LocalText
    fact: Id
