"""The dashboard: panels that ask only for what the bot counts and do not lie on each other."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import pytest

from tests.deploy.places import DEPLOY
from tests.deploy.queries import FROM_PROMETHEUS, FROM_SCRAPE, asked_by, series_of_the_bot

BOARD: dict[str, Any] = json.loads((DEPLOY / "grafana" / "dashboard.json").read_text())
PANELS: list[dict[str, Any]] = BOARD["panels"]
TITLES = [panel["title"] for panel in PANELS]


def filled_in(expression: str) -> str:
    """What Grafana sends for it."""
    return expression.replace("$job", "mazhilis-bot").replace("$__rate_interval", "1m")


@pytest.mark.parametrize("panel", PANELS, ids=TITLES)
def test_a_panel_asks_for_what_is_counted(panel: dict[str, Any]) -> None:
    counted = series_of_the_bot()
    for target in panel["targets"]:
        for asked in asked_by(filled_in(target["expr"])):
            assert asked.labels["job"] == "mazhilis-bot"
            known = FROM_PROMETHEUS.get(asked.name, set()) | set(counted.get(asked.name, ()))
            assert asked.name in FROM_PROMETHEUS or asked.name in counted
            assert set(asked.labels) <= known | FROM_SCRAPE


@pytest.mark.parametrize("panel", PANELS, ids=TITLES)
def test_a_panel_takes_its_data_from_the_chosen_source(panel: dict[str, Any]) -> None:
    sources = [panel["datasource"], *(target["datasource"] for target in panel["targets"])]
    assert {source["uid"] for source in sources} == {"${datasource}"}
    assert [variable["name"] for variable in BOARD["templating"]["list"]] == ["datasource", "job"]


def test_every_kind_of_event_is_shown() -> None:
    shown = {
        asked.name
        for panel in PANELS
        for target in panel["targets"]
        for asked in asked_by(filled_in(target["expr"]))
    }  # fmt: skip
    counted = {name for name in series_of_the_bot() if name.startswith("mazhilis_bot_")}
    # Creation times are Prometheus's own; of a histogram the buckets are enough.
    expected = {name for name in counted if not name.endswith(("_created", "_sum", "_count"))}
    assert expected - shown == set()


def test_panels_are_told_apart_and_stand_side_by_side() -> None:
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    assert len(set(TITLES)) == len(TITLES)
    for one, other in combinations([panel["gridPos"] for panel in PANELS], 2):
        apart = (
            one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
            or one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        )  # fmt: skip
        assert apart, (one, other)
    assert max(panel["gridPos"]["x"] + panel["gridPos"]["w"] for panel in PANELS) <= 24
