"""Alerts: they ask only for what the bot counts, say what to do, and go off when they should."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from tests.deploy.places import DEPLOY, from_yaml, program, ran
from tests.deploy.queries import FROM_PROMETHEUS, FROM_SCRAPE, asked_by, series_of_the_bot

FILE = DEPLOY / "prometheus" / "alerts.yaml"
(GROUP,) = from_yaml(FILE)["groups"]
ALERTS: list[dict[str, Any]] = GROUP["rules"]
NAMES = [alert["alert"] for alert in ALERTS]


def test_promtool_takes_them() -> None:
    ran(program("promtool"), "check", "rules", FILE)


def test_they_go_off_when_they_should() -> None:
    ran(program("promtool"), "test", "rules", "tests/deploy/alerts_go_off.yaml")


def test_each_has_a_case_in_which_it_goes_off() -> None:
    cases = from_yaml(DEPLOY.parent / "tests/deploy/alerts_go_off.yaml")["tests"]
    expected = [
        sample["labels"] for case in cases for test in case["promql_expr_test"] for sample in test["exp_samples"]
    ]
    assert sorted(expected) == sorted(f'{{alertname="{name}"}}' for name in NAMES)


@pytest.mark.parametrize("alert", ALERTS, ids=NAMES)
def test_an_alert_asks_for_what_is_counted(alert: dict[str, Any]) -> None:
    counted = series_of_the_bot()
    for asked in asked_by(alert["expr"]):
        if asked.name in FROM_PROMETHEUS:
            assert set(asked.labels) <= FROM_PROMETHEUS[asked.name]
            continue
        assert asked.name in counted
        for label, wanted in asked.labels.items():
            if label not in FROM_SCRAPE:
                for value in wanted.split("|"):
                    assert value in counted[asked.name][label], f"{asked.name}{{{label}={value}}}"


@pytest.mark.parametrize("alert", ALERTS, ids=NAMES)
def test_an_alert_says_what_is_wrong_and_what_to_do(alert: dict[str, Any]) -> None:
    assert set(alert["annotations"]) == {"summary", "action"}
    assert alert["labels"]["severity"] in {"critical", "warning", "info"}
    assert re.fullmatch(r"MazhilisBot[A-Z]\w+", alert["alert"])


def test_names_occur_once() -> None:
    assert not [name for name, other in pairwise(sorted(NAMES)) if name == other]
