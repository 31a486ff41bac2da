"""What is counted, under which names; each process counts for itself, and no label grows without end."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from bot.health import Health, Part
from bot.metrics import MOST_KINDS, Metrics
from handlers.ports import Observer, Surface
from knowledge.reply import ReplyKind
from tests.bot.web_support import sample_of


@pytest.fixture
def health() -> Health:
    return Health()


@pytest.fixture
def metrics(health: Health) -> Metrics:
    return Metrics(health)


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return sample_of(metrics.exposition(), name, **labels)


def series(metrics: Metrics) -> dict[str, list[dict[str, str]]]:
    """The labels of all series, by name."""
    found = defaultdict(list)
    for family in text_string_to_metric_families(metrics.exposition().decode()):
        for sample in family.samples:
            found[sample.name].append(sample.labels)
    return found


def test_it_is_what_handlers_need(metrics: Metrics) -> None:
    observer: Observer = metrics
    observer.replied(Surface.GROUP, ReplyKind.NO_ANSWER, 0.002)
    observer.limited(Surface.GROUP)
    assert value(metrics, "mazhilis_bot_questions_total", surface="group", outcome="no_answer") == 1
    assert value(metrics, "mazhilis_bot_limited_questions_total", surface="group") == 1


def test_questions_are_counted_by_surface_and_outcome(metrics: Metrics) -> None:
    for _ in range(3):
        metrics.replied(Surface.PRIVATE, ReplyKind.FACT, 0.001)
    metrics.replied(Surface.INLINE, ReplyKind.CLARIFICATION, 0.001)
    assert value(metrics, "mazhilis_bot_questions_total", surface="private", outcome="fact") == 3
    assert value(metrics, "mazhilis_bot_questions_total", surface="inline", outcome="clarification") == 1
    assert value(metrics, "mazhilis_bot_questions_total", surface="inline", outcome="fact") == 0
    assert value(metrics, "mazhilis_bot_answer_seconds_count") == 4


def test_seconds_of_answers_are_told_apart_between_a_tenth_of_a_millisecond_and_one(metrics: Metrics) -> None:
    for seconds in (0.00005, 0.0002, 0.003, 0.3, 7.0):
        metrics.replied(Surface.PRIVATE, ReplyKind.FACT, seconds)
    counts = [
        value(metrics, "mazhilis_bot_answer_seconds_bucket", le=bound)
        for bound in ("0.0001", "0.00025", "0.0025", "0.005", "0.25", "0.5", "1.0", "+Inf")
    ]
    assert counts == [1, 2, 2, 3, 3, 4, 4, 5]
    assert value(metrics, "mazhilis_bot_answer_seconds_sum") == pytest.approx(7.30325)


def test_delivery_is_counted(metrics: Metrics) -> None:
    metrics.telegram_error("RetryAfter")
    metrics.telegram_error("RetryAfter")
    metrics.telegram_error("TimedOut")
    metrics.retried()
    metrics.set_aside()
    metrics.pending(12)
    metrics.pending(7)
    metrics.posted(200)
    assert value(metrics, "mazhilis_bot_telegram_errors_total", kind="RetryAfter") == 2
    assert value(metrics, "mazhilis_bot_telegram_errors_total", kind="TimedOut") == 1
    assert value(metrics, "mazhilis_bot_retries_total") == 1
    assert value(metrics, "mazhilis_bot_set_aside_updates_total") == 1
    assert value(metrics, "mazhilis_bot_pending_updates") == 7
    assert value(metrics, "mazhilis_bot_webhook_requests_total", status="200") == 1


def test_there_is_one_version_of_the_fact_base(metrics: Metrics) -> None:
    metrics.fact_base("0a1b2c3d4e5f", 210)
    metrics.fact_base("f5e4d3c2b1a0", 212)
    assert series(metrics)["mazhilis_bot_fact_base_info"] == [{"version": "f5e4d3c2b1a0"}]
    assert value(metrics, "mazhilis_bot_facts") == 212


def test_parts_are_up_or_not_when_it_is_asked_for(metrics: Metrics, health: Health) -> None:
    assert [value(metrics, "mazhilis_bot_part_up", part=part) for part in Part] == [0, 1, 1, 1]
    health.well(Part.TELEGRAM)
    health.trouble(Part.DATABASE, "the disk is full")
    assert [value(metrics, "mazhilis_bot_part_up", part=part) for part in Part] == [1, 1, 0, 1]


@given(st.lists(st.text(max_size=60), max_size=MOST_KINDS * 2))
@settings(max_examples=30, deadline=None)
def test_kinds_of_errors_are_bounded(kinds: list[str]) -> None:
    metrics = Metrics(Health())
    for kind in [*kinds, *(f"Kind{number}" for number in range(MOST_KINDS * 2))]:
        metrics.telegram_error(kind)
    labels = [labels["kind"] for labels in series(metrics)["mazhilis_bot_telegram_errors_total"]]
    assert len(labels) <= MOST_KINDS + 1
    assert all(re.fullmatch(r"[A-Za-z0-9_]{1,40}", label) for label in labels)


def test_series_are_there_before_anything_happened(metrics: Metrics) -> None:
    found = series(metrics)
    assert len(found["mazhilis_bot_questions_total"]) == len(Surface) * len(ReplyKind)
    assert len(found["mazhilis_bot_limited_questions_total"]) == len(Surface)
    assert {labels["outcome"] for labels in found["mazhilis_bot_fact_base_reloads_total"]} == {"loaded", "refused"}


def test_names_are_as_prometheus_wants_them(metrics: Metrics) -> None:
    for family in text_string_to_metric_families(metrics.exposition().decode()):
        assert family.name.startswith(("mazhilis_bot_", "process_"))
        assert family.documentation
        if family.type == "counter":
            assert all(sample.name.endswith(("_total", "_created")) for sample in family.samples)


def test_two_processes_in_one_count_apart() -> None:
    first, second = Metrics(Health()), Metrics(Health())
    first.retried()
    assert value(second, "mazhilis_bot_retries_total") == 0
    assert not [family for family in REGISTRY.collect() if family.name.startswith("mazhilis_bot")]


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_the_process_tells_what_it_uses(metrics: Metrics) -> None:
    assert (value(metrics, "process_resident_memory_bytes") or 0) > 1_000_000
    assert (value(metrics, "process_open_fds") or 0) > 0


def test_importing_counts_nothing() -> None:
    program = "import bot.metrics, prometheus_client as p; print([m.name for m in p.REGISTRY.collect()])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "mazhilis" not in done.stdout
