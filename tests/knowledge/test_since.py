"""From a fact to the comparison of what it tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.load import FactBase
from knowledge.since import SinceBefore
from tests.knowledge.breaking import Files, entry, loaded


@pytest.mark.parametrize(
    ("fact", "comparison"),
    [
        ("tide-seats", "change-seats-tide"),
        ("tide-seats-2016", "change-seats-tide"),
        ("harbour-seats-2020", "change-seats-harbour"),
        ("turnout", "change-turnout"),
        ("turnout-almanac", "change-turnout"),
        ("boycott", "change-boycott"),
        ("no-boycott-2016", "change-boycott"),
        ("council-size", None),
        ("turnout-elsewhere", None),
    ],
)
def test_a_number_goes_with_its_comparison_and_a_state_of_affairs_with_that_of_both(
    two_base: FactBase, fact: str, comparison: str | None
) -> None:
    assert SinceBefore(two_base).of([fact]) == comparison


def test_the_first_of_several_facts_that_has_one_decides(two_base: FactBase) -> None:
    since = SinceBefore(two_base)
    assert since.of(["council-size", "boycott", "turnout"]) == "change-boycott"
    assert since.of(["council-size", "gone"]) is None
    assert since.of([]) is None


def seats(party: str, election: str = "council-2020") -> dict[str, Any]:
    return {"measure": "seats", "subject": party, "election": election, "value": 5, "unit": "seats"}


@pytest.mark.parametrize(
    ("values", "comparison"),
    [
        ([seats("tide"), seats("harbour")], "what-changed"),
        ([seats("tide"), seats("tide", "council-2016")], "change-seats-tide"),
        ([seats("tide", "council-2012")], "change-boycott"),
        ([seats("tide", "council-2012"), seats("harbour")], "change-seats-harbour"),
        ([seats("council")], "change-boycott"),
        ([seats("tide") | {"measure": "votes", "unit": "votes"}], "change-boycott"),
    ],
    ids=[
        "of several parties",
        "of one party twice",
        "of a third election",
        "of two that count",
        "of no party",
        "votes",
    ],
)
def test_numbers_of_the_elections_compared_come_before_states(
    tmp_path: Path, values: list[Any], comparison: str
) -> None:
    def change(files: Files) -> None:
        files["entities.yaml"].append({"id": "council-2012", "type": "election", "name": {"en": "first vote"}})
        entry(files, "boycott")["values"] = values

    assert SinceBefore(loaded(tmp_path, change)).of(["boycott"]) == comparison


def test_a_base_without_comparisons_has_none(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        for name in ("comparisons.yaml", "charts.yaml"):
            del files[name]
        del files["base.yaml"]["overview"]

    base = loaded(tmp_path, change)
    assert SinceBefore(base).of(base.facts) is None
