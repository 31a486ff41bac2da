"""Which comparison goes with a fact: from "76 seats in 2021" to "how did that change since 2016"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from knowledge.intents import AskedComparison, asked_comparisons
from knowledge.model import ComparisonKind, Fact

if TYPE_CHECKING:
    from knowledge.load import FactBase


class SinceBefore:
    """Finds the comparison of what a fact tells, by what both measure or rest on."""

    def __init__(self, base: FactBase) -> None:
        self._by_fact: dict[str, str] = {}
        asked = [each for comparison in base.comparisons.values() for each in asked_comparisons(comparison)]
        for fact in base.facts.values():
            found = next(_fitting(asked, fact, base), None)
            if found is not None:
                self._by_fact[fact.id] = found

    def of(self, facts: Iterable[str]) -> str | None:
        """Id of the comparison that goes with the first of these facts that has one, or None."""
        return next((self._by_fact[id_] for id_ in facts if id_ in self._by_fact), None)


def _fitting(asked: list[AskedComparison], fact: Fact, base: FactBase) -> Iterator[str]:
    """Comparisons that fit a fact, the best first: of its one number, of all its numbers, of its state of affairs."""
    elections = {base.manifest.before, base.manifest.election}
    measured = {(value.measure, value.subject) for value in fact.values if value.election in elections}
    kinds = [ComparisonKind.NUMBERS] if len({subject for _, subject in measured}) == 1 else []
    for kind in (*kinds, ComparisonKind.TABLE):
        for each in asked:
            comparison = each.comparison
            subjects = (each.subject,) if each.subject is not None else comparison.subjects
            if comparison.kind is kind and any((comparison.measure, subject) in measured for subject in subjects):
                yield each.id
    for each in asked:
        states = (each.comparison.before, each.comparison.after)
        if any(state is not None and fact.id in state.facts for state in states):
            yield each.id
