"""What a fact base is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from knowledge.model.records import Id, Identified, LocalText


class Manifest(Identified):
    """What the fact base is about, and which of its facts the command shortcuts show."""

    title: LocalText
    """What the base is about, as it goes into "I answer questions about ..."."""
    subjects: LocalText | None = None
    """What people can ask about, as a list in a sentence ("seats, turnout, parties"); /help names it."""
    material: Id
    election: Id
    """The election meant when a question names none."""
    commands: Mapping[str, tuple[Id, ...]] = Field(default_factory=dict)
    """Command without the slash -> facts that it answers with, in order."""
    before: Id | None = None
    """The election that `election` is compared with."""
    overview: Id | None = None
    """The comparison shown to somebody who asks what changed and no more."""
    examples: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Facts whose questions are offered to somebody who does not know what to ask."""
    uncited: Mapping[int, tuple[int, ...]] = Field(default_factory=dict)
    """Paragraph -> sentences (from 1) that no fact is meant to cite."""
