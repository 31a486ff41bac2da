"""What changed between two elections: computed from typed values, never from prose.

Each change keeps both numbers and the facts they stand in, so that a reply can show the arithmetic and
cite both sides. Where a side is missing, it is missing here too and nothing is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from knowledge.model import Comparison, Fact, Measure, Unit, Value

if TYPE_CHECKING:
    from knowledge.load import FactBase


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the fact that holds it."""

    number: Decimal
    unit: Unit
    fact: Fact


@dataclass(frozen=True, slots=True)
class Change:
    """One measure of one subject at two elections.

    `before` or `after` is None where neither the material nor a second source has the number.
    """

    subject: str
    measure: Measure
    before: Figure | None
    after: Figure | None

    @property
    def difference(self) -> Decimal | None:
        """After minus before, in the unit of the figures (for percent: in percentage points)."""
        if self.before is None or self.after is None:
            return None
        return self.after.number - self.before.number

    @property
    def relative(self) -> Decimal | None:
        """The difference in percent of the number before; None where that is 0 or a side is missing."""
        difference = self.difference
        if difference is None or self.before is None or not self.before.number:
            return None
        return 100 * difference / self.before.number

    @property
    def direction(self) -> int:
        """1 for up, -1 for down, 0 for the same or unknown."""
        difference = self.difference
        return 0 if not difference else (1 if difference > 0 else -1)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that hold the two numbers, each once."""
        figures = (figure for figure in (self.before, self.after) if figure is not None)
        return tuple({figure.fact.id: figure.fact for figure in figures}.values())


class Figures:
    """Every typed number of a fact base, found by measure, subject and election.

    Where several facts hold the same, an exact number comes before an approximate one ("more than 63
    percent"), then the material before other sources, then the fact with the fewest values.
    """

    def __init__(self, base: FactBase) -> None:
        self._figures: dict[tuple[Measure, str, str], Figure] = {}
        held = [(value, fact) for fact in base.facts.values() for value in fact.values]
        # Of several facts that hold a number the one that holds least else is the one to cite.
        held.sort(key=lambda each: (each[0].approximate, not base.is_from_material(each[1]), len(each[1].values)))
        for value, fact in held:
            key = _key(value)
            if key is not None and isinstance(value.value, int | float):
                self._figures.setdefault(key, Figure(Decimal(str(value.value)), value.unit, fact))

    def find(self, measure: Measure, subject: str, election: str) -> Figure | None:
        """The number, or None where no fact holds it."""
        return self._figures.get((measure, subject, election))


def _key(value: Value) -> tuple[Measure, str, str] | None:
    return (value.measure, value.subject, value.election) if value.election is not None else None


@dataclass(frozen=True, slots=True)
class Extremes:
    """Who gained most and who lost most; None where nobody did."""

    gained: Change | None
    lost: Change | None


class Changes:
    """Compares the two elections of a fact base."""

    def __init__(self, base: FactBase) -> None:
        """Raises ValueError for a base that names no election to compare with."""
        if base.manifest.before is None:
            raise ValueError("the manifest names no election `before`")
        self.before = base.manifest.before
        self.after = base.manifest.election
        self._figures = Figures(base)

    def of(self, measure: Measure, subject: str) -> Change:
        """One measure of one subject; either side may be missing."""
        return Change(
            subject,
            measure,
            self._figures.find(measure, subject, self.before),
            self._figures.find(measure, subject, self.after),
        )

    def table(self, comparison: Comparison) -> tuple[Change, ...]:
        """The changes of all subjects of a comparison that have a number on either side, in its order."""
        if comparison.measure is None:
            return ()
        changes = (self.of(comparison.measure, subject) for subject in comparison.subjects)
        return tuple(change for change in changes if change.facts)

    def extremes(self, changes: Iterable[Change]) -> Extremes:
        """Who gained and who lost most by the difference; the first named of equals."""
        known = [(change.difference, change) for change in changes if change.difference is not None]
        best = max(known, key=lambda pair: pair[0], default=None)
        worst = min(known, key=lambda pair: pair[0], default=None)
        return Extremes(
            gained=best[1] if best is not None and best[0] > 0 else None,
            lost=worst[1] if worst is not None and worst[0] < 0 else None,
        )

    def shares(self, change: Change, whole: str) -> tuple[Decimal, Decimal] | None:
        """Both numbers in percent of the size of a house; None where a number or a size is missing."""
        size = self.of(Measure.HOUSE_SIZE, whole)
        if change.before is None or change.after is None or size.before is None or size.after is None:
            return None
        return (
            100 * change.before.number / size.before.number,
            100 * change.after.number / size.after.number,
        )


def facts_of(changes: Iterable[Change]) -> tuple[Fact, ...]:
    """The facts behind some changes, each once, in order."""
    found: Mapping[str, Fact] = {fact.id: fact for change in changes for fact in change.facts}
    return tuple(found.values())
