"""Everything that has a name: parties, people, bodies, offices, elections, laws and places."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from knowledge.model.records import Identified, IsoDate, LocalLines, LocalText, Record


class EntityType(StrEnum):
    """What kind of thing a name stands for."""

    PARTY = "party"
    PERSON = "person"
    BODY = "body"
    OFFICE = "office"
    ELECTION = "election"
    LAW = "law"
    PLACE = "place"
    COUNTRY = "country"


class FormerName(Record):
    """A name that an entity bore until a date."""

    name: LocalText
    until: IsoDate


class Entity(Identified):
    """A party, person, body, office, election, law or place with every spelling met in the wild."""

    type: EntityType
    name: LocalText
    aliases: LocalLines = LocalLines()
    """Other spellings and ways to say it. Matching ignores case, hyphens and spacing."""
    described_as: LocalLines = LocalLines()
    """Ways to refer to it whose words still say something themselves ("the ruling party")."""
    context: bool = False
    """True for what every question is about unless it says otherwise (the country, the house, this vote)."""
    soft: bool = False
    """True where naming it rules nothing out (an office that many facts touch in passing)."""
    year: int | None = None
    """For an election: the year people call it by."""
    meaning: LocalText | None = None
    """For a party: what its name means."""
    former: tuple[FormerName, ...] = ()
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")] | None = None
