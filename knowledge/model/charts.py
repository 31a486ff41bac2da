"""Pictures of typed values."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from knowledge.model.records import Id, Identified, LocalText
from knowledge.model.values import Measure


class ChartKind(StrEnum):
    """How a chart is drawn."""

    SEATS = "seats"
    """A hemicycle for each election."""
    BARS = "bars"
    """A bar for each election, for every subject."""


class Chart(Identified):
    """A picture of typed values."""

    kind: ChartKind
    title: LocalText
    measure: Measure
    subjects: Annotated[tuple[Id, ...], Field(min_length=1)]
    """In the order in which they are drawn."""
    elections: Annotated[tuple[Id, ...], Field(min_length=1)]
    shows: tuple[Id, ...] = ()
    """Facts and comparisons whose answers it goes with."""
