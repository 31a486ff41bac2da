"""What a chart shows comes from typed values, with its sources."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.answer import Answerer
from knowledge.charts import NO_COLOUR, Bar, ChartData, Group, chart_data
from knowledge.load import FactBase
from knowledge.model import ChartKind, Language

EN, RU, KK = Language
TIDE, HARBOUR, GULL = "Tide Party", "Harbour League", "Gull Union"


@pytest.fixture(scope="module")
def base(two: Answerer) -> FactBase:
    return two.base


def test_a_house_for_each_election(base: FactBase) -> None:
    assert chart_data(base, base.charts["seats-chart"], EN) == ChartData(
        kind=ChartKind.SEATS,
        title="Seats",
        groups=(
            Group(
                "2016",
                (
                    Bar(TIDE, NO_COLOUR, Decimal(14), "14"),
                    Bar(HARBOUR, "#d55e00", Decimal(4), "4"),
                    Bar(GULL, NO_COLOUR, Decimal(3), "3"),
                ),
            ),
            Group("2020", (Bar(TIDE, NO_COLOUR, Decimal(12), "12"), Bar(HARBOUR, "#d55e00", Decimal(9), "9"))),
        ),
        sources=("Harbour Gazette ¶1, ¶3",),
    )


def test_bars_for_each_subject_and_year(base: FactBase) -> None:
    data = chart_data(base, base.charts["turnout-chart"], EN)
    assert data.kind is ChartKind.BARS
    assert data.groups == (
        Group(
            "islander",
            (Bar("2016", NO_COLOUR, Decimal("78.4"), "78.40"), Bar("2020", NO_COLOUR, Decimal("81.47"), "81.47")),
        ),
    )
    assert data.sources == ("Harbour Gazette ¶3", "Lumea Press")


def test_titles_names_and_numbers_are_in_the_language_of_the_chart(base: FactBase) -> None:
    data = chart_data(base, base.charts["seats-chart"], RU)
    assert data.title == "Места"
    assert [bar.subject for bar in data.groups[1].bars] == ["Партия прилива", HARBOUR]
    bars = chart_data(base, base.charts["turnout-chart"], KK).groups[0].bars
    assert [bar.label for bar in bars] == ["78,40", "81,47"]


def test_subjects_and_elections_come_in_the_order_of_the_chart(base: FactBase) -> None:
    chart = base.charts["seats-chart"]
    turned = chart.model_copy(update={"subjects": chart.subjects[::-1], "elections": chart.elections[::-1]})
    data = chart_data(base, turned, EN)
    assert [group.name for group in data.groups] == ["2020", "2016"]
    assert [bar.subject for bar in data.groups[1].bars] == [GULL, HARBOUR, TIDE]


@pytest.mark.parametrize("kind", ChartKind)
def test_what_no_fact_holds_is_left_out(base: FactBase, kind: ChartKind) -> None:
    chart = base.charts["seats-chart"].model_copy(update={"kind": kind, "subjects": ("islanders",)})
    data = chart_data(base, chart, EN)
    assert (data.groups, data.sources) == ((), ())


def test_a_fact_or_comparison_that_a_chart_shows_carries_it(two: Answerer) -> None:
    assert two.answer("tide seats").chart == "seats-chart"
    assert two.answer("turnout").chart is None


def test_every_chart_that_ships_has_numbers_in_every_language(built_in: Answerer) -> None:
    for chart in built_in.base.charts.values():
        for language in Language:
            data = chart_data(built_in.base, chart, language)
            assert data.title
            assert data.groups
            assert data.sources
            assert all(group.bars for group in data.groups)
