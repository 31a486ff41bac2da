"""What changed between two elections, computed from typed values alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answerer
from knowledge.changes import Change, Changes, Extremes, Figure, Figures, facts_of
from knowledge.load import FactBase, load
from knowledge.model import Measure, Unit
from tests.knowledge.two_elections import LONGER_ARTICLE, two_elections
from tests.small_base import write_base

Files = dict[str, Any]


@pytest.fixture(scope="module")
def base(two: Answerer) -> FactBase:
    return two.base


@pytest.fixture(scope="module")
def changes(base: FactBase) -> Changes:
    return Changes(base)


def changed(tmp_path: Path, change: Callable[[Files], object]) -> FactBase:
    files = two_elections()
    change(files)
    return load(write_base(tmp_path, files, LONGER_ARTICLE))


def fact(files: Files, id_: str) -> dict[str, Any]:
    everything = [*files["facts/more.yaml"], *files["facts/vote.yaml"], *files["facts/results.yaml"]]
    found: dict[str, Any] = next(each for each in everything if each["id"] == id_)
    return found


def test_both_numbers_with_the_facts_they_stand_in(changes: Changes, base: FactBase) -> None:
    change = changes.of(Measure.SEATS, "tide")
    assert change.before == Figure(Decimal(14), Unit.SEATS, base.facts["tide-seats-2016"])
    assert change.after == Figure(Decimal(12), Unit.SEATS, base.facts["tide-seats"])
    assert [each.id for each in change.facts] == ["tide-seats-2016", "tide-seats"]


@pytest.mark.parametrize(
    ("measure", "subject", "difference", "relative", "direction"),
    [
        (Measure.SEATS, "tide", Decimal(-2), Decimal(-200) / 14, -1),
        (Measure.SEATS, "harbour", Decimal(5), Decimal(125), 1),
        (Measure.HOUSE_SIZE, "council", Decimal(0), Decimal(0), 0),
        (Measure.SEATS, "gull", None, None, 0),
        (Measure.VOTES, "tide", None, None, 0),
    ],
)
def test_difference_and_relative_change(
    changes: Changes,
    measure: Measure,
    subject: str,
    difference: Decimal | None,
    relative: Decimal | None,
    direction: int,
) -> None:
    change = changes.of(measure, subject)
    assert (change.difference, change.relative, change.direction) == (difference, relative, direction)


def test_percentage_points_are_not_the_relative_change(changes: Changes) -> None:
    change = changes.of(Measure.TURNOUT, "islanders")
    assert change.difference == Decimal("3.07"), "exact decimals, no binary fractions"
    assert change.relative is not None
    assert round(change.relative, 2) == Decimal("3.92")


def test_a_missing_side_is_missing(changes: Changes, base: FactBase) -> None:
    gone = changes.of(Measure.SEATS, "gull")
    assert gone.after is None
    assert gone.facts == (base.facts["gull-seats-2016"],)
    assert changes.of(Measure.VOTES, "tide").facts == ()


def test_an_exact_figure_comes_before_an_approximate_one(base: FactBase) -> None:
    figure = Figures(base).find(Measure.TURNOUT, "islanders", "council-2020")
    assert figure is not None
    assert (figure.number, figure.fact.id) == (Decimal("81.47"), "turnout-almanac")


def test_an_approximate_figure_serves_where_there_is_no_other(tmp_path: Path) -> None:
    base = changed(tmp_path, lambda files: fact(files, "turnout-almanac").pop("values"))
    figure = Figures(base).find(Measure.TURNOUT, "islanders", "council-2020")
    assert figure is not None
    assert (figure.number, figure.fact.id) == (Decimal("81.5"), "turnout")


def test_of_equally_exact_figures_the_materials_comes_first(tmp_path: Path) -> None:
    base = changed(tmp_path, lambda files: fact(files, "turnout")["values"][0].update(approximate=False))
    figure = Figures(base).find(Measure.TURNOUT, "islanders", "council-2020")
    assert figure is not None
    assert figure.fact.id == "turnout"


def test_of_two_facts_of_the_material_the_first_in_the_files_counts(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        fact(files, "boycott")["values"] = [fact(files, "tide-seats-2016")["values"][0] | {"value": 15}]

    figure = Figures(changed(tmp_path, change)).find(Measure.SEATS, "tide", "council-2016")
    assert figure is not None
    assert figure.fact.id == "tide-seats-2016"


def test_dates_and_values_of_no_election_are_no_figures(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        day = {
            "measure": "date",
            "subject": "council",
            "election": "council-2020",
            "value": "2020-05-03",
            "unit": "date",
        }
        size = {"measure": "count", "subject": "council", "value": 5, "unit": "people"}
        fact(files, "boycott")["values"] = [day, size]

    figures = Figures(changed(tmp_path, change))
    assert figures.find(Measure.DATE, "council", "council-2020") is None
    assert figures.find(Measure.COUNT, "council", "council-2020") is None


def test_a_change_from_nothing_has_no_percentage(base: FactBase) -> None:
    held = base.facts["boycott"]
    change = Change("x", Measure.SEATS, Figure(Decimal(0), Unit.SEATS, held), Figure(Decimal(3), Unit.SEATS, held))
    assert (change.difference, change.relative, change.direction) == (Decimal(3), None, 1)
    assert change.facts == (held,), "a fact that holds both numbers stands there once"


def test_a_table_has_who_has_a_number_on_either_side_in_the_order_of_the_comparison(
    changes: Changes, base: FactBase
) -> None:
    comparison = base.comparisons["what-changed"]
    assert [change.subject for change in changes.table(comparison)] == ["tide", "harbour", "gull"]
    reordered = comparison.model_copy(update={"subjects": ("gull", "council", "tide")})
    assert [change.subject for change in changes.table(reordered)] == ["gull", "tide"]
    assert changes.table(base.comparisons["change-boycott"]) == ()


def test_the_facts_of_a_table_each_once(changes: Changes) -> None:
    tide = changes.of(Measure.SEATS, "tide")
    assert [each.id for each in facts_of([tide, tide])] == ["tide-seats-2016", "tide-seats"]


def test_who_gained_and_who_lost_most(changes: Changes, base: FactBase) -> None:
    found = changes.extremes(changes.table(base.comparisons["change-extremes"]))
    assert found.gained is not None
    assert found.lost is not None
    assert (found.gained.subject, found.lost.subject) == ("harbour", "tide")


def invented(base: FactBase, subject: str, before: int | None, after: int | None) -> Change:
    held = next(iter(base.facts.values()))

    def figure(number: int | None) -> Figure | None:
        return None if number is None else Figure(Decimal(number), Unit.SEATS, held)

    return Change(subject, Measure.SEATS, figure(before), figure(after))


@pytest.mark.parametrize(
    ("sides", "gained", "lost"),
    [
        ([], None, None),
        ([(5, 5)], None, None),
        ([(5, 6), (1, 9)], 1, None),
        ([(5, 4), (9, 1)], None, 1),
        ([(5, 7), (1, 3), (9, 8), (4, 3)], 0, 2),
        ([(None, 99), (99, None), (1, 2)], 2, None),
    ],
)
def test_extremes(
    changes: Changes,
    base: FactBase,
    sides: list[tuple[int | None, int | None]],
    gained: int | None,
    lost: int | None,
) -> None:
    table = [invented(base, f"party-{number}", *each) for number, each in enumerate(sides)]
    expected = Extremes(None if gained is None else table[gained], None if lost is None else table[lost])
    assert changes.extremes(table) == expected


def test_seats_as_a_share_of_houses_of_different_size(tmp_path: Path) -> None:
    base = changed(tmp_path, lambda files: fact(files, "council-size")["values"][0].update(value=28))
    changes = Changes(base)
    shares = changes.shares(changes.of(Measure.SEATS, "tide"), "council")
    assert shares == (Decimal(50), Decimal(1200) / 21)


def test_no_share_where_a_number_or_a_size_is_missing(changes: Changes) -> None:
    assert changes.shares(changes.of(Measure.SEATS, "gull"), "council") is None
    assert changes.shares(changes.of(Measure.SEATS, "tide"), "islanders") is None


@pytest.mark.parametrize("known", [0, 1])
def test_no_share_where_one_of_two_sizes_is_missing(tmp_path: Path, known: int) -> None:
    def change(files: Files) -> None:
        size = fact(files, "council-size")
        size["values"] = [size["values"][known]]

    changes = Changes(changed(tmp_path, change))
    assert changes.shares(changes.of(Measure.SEATS, "tide"), "council") is None


def test_a_base_with_one_election_has_no_changes(small: Answerer) -> None:
    with pytest.raises(ValueError, match="`before`"):
        Changes(small.base)


@pytest.mark.parametrize(("after", "direction"), [("50.1", 1), ("51", 1), ("49.9", -1), ("49", -1), ("50.0", 0)])
def test_the_smallest_change_has_a_direction(base: FactBase, after: str, direction: int) -> None:
    held = base.facts["boycott"]
    sides = [Figure(Decimal(number), Unit.PERCENT, held) for number in ("50", after)]
    assert Change("x", Measure.TURNOUT, *sides).direction == direction


@given(st.decimals(0, 10**6, places=2), st.decimals(0, 10**6, places=2))
def test_the_arithmetic_holds_for_any_two_numbers(base: FactBase, before: Decimal, after: Decimal) -> None:
    holder = base.facts["boycott"]
    change = Change(
        "x", Measure.VOTES, Figure(before, Unit.VOTES, holder), Figure(after, Unit.VOTES, holder)
    )  # fmt: skip
    assert change.difference is not None
    assert before + change.difference == after
    assert change.direction == (after > before) - (after < before)
    assert (change.relative is None) is (before == 0)
    if change.relative is not None:
        assert float(before * (1 + change.relative / 100)) == pytest.approx(float(after))
