"""Expressions in Prometheus's language, and the series that they ask for."""

from __future__ import annotations

from dataclasses import dataclass, field

import promql_parser
from prometheus_client.parser import text_string_to_metric_families

from bot.faults import Fault
from bot.health import Health
from bot.metrics import Metrics

FROM_PROMETHEUS = {"up": {"job", "instance"}}
"""What every scrape makes, whatever is scraped."""
FROM_SCRAPE = {"job", "instance"}
"""Labels that every scraped series gets."""


@dataclass(slots=True)
class Asked:
    """A series that an expression asks for."""

    name: str
    labels: dict[str, str] = field(default_factory=dict)
    """Labels by name with what they must be or match."""


def asked_by(expression: str) -> list[Asked]:
    """All series that an expression asks for. Raises ValueError where it is not one."""
    found: list[Asked] = []

    def visit(node: promql_parser.Expr) -> None:
        selector = node.vector_selector if isinstance(node, promql_parser.MatrixSelector) else node
        if isinstance(selector, promql_parser.VectorSelector):
            assert selector.name is not None
            found.append(Asked(selector.name, {each.name: each.value for each in selector.matchers.matchers}))

    promql_parser.walk(promql_parser.parse(expression), visit)
    return found


def series_of_the_bot() -> dict[str, dict[str, set[str]]]:
    """Every name of a sample that the bot exposes, with its labels and their values after one of each event."""
    metrics = Metrics(Health())
    metrics.fact_base("v", 1)
    metrics.retried()
    for fault in Fault:
        metrics.telegram_error(fault)
    for status in (200, 403):
        metrics.posted(status)
    found: dict[str, dict[str, set[str]]] = {}
    for family in text_string_to_metric_families(metrics.exposition().decode()):
        for sample in family.samples:
            labels = found.setdefault(sample.name, {})
            for name, value in sample.labels.items():
                labels.setdefault(name, set()).add(value)
    return found
