"""What is counted, for Prometheus: never anybody's words, names or numbers, and no label without an end."""

from __future__ import annotations

import re
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector, generate_latest

from bot.health import Health, Part
from handlers.ports import Surface
from knowledge.reply import ReplyKind

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""Of what `Metrics.exposition` returns."""
_BUCKETS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)
"""Seconds; an answer usually takes about a thousandth."""
MOST_KINDS = 30
"""Kinds of errors told apart; further ones are counted as `other`, so that the label stays bounded."""
_KIND = re.compile(r"\w{1,40}", re.ASCII)


class Metrics:
    """Counts for one process, in a registry of its own. Fulfils `handlers.ports.Observer`.

    Args:
        health: which parts are up is asked for whenever the metrics are read.
    """

    def __init__(self, health: Health) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._questions = Counter(
            "mazhilis_bot_questions_total",
            "Questions that got a reply, by where they were asked and what kind of reply it was.",
            ["surface", "outcome"],
            registry=registry,
        )
        self._seconds = Histogram(
            "mazhilis_bot_answer_seconds",
            "Seconds from reading a question to knowing the reply; sending is not included.",
            buckets=_BUCKETS,
            registry=registry,
        )
        self._limited = Counter(
            "mazhilis_bot_limited_questions_total",
            "Questions not looked at because their chat or author asks too much.",
            ["surface"],
            registry=registry,
        )
        self._errors = Counter(
            "mazhilis_bot_telegram_errors_total", "Calls to Telegram that failed, by kind.", ["kind"], registry=registry
        )
        self._kinds: set[str] = set()
        self._retries = Counter(
            "mazhilis_bot_retries_total", "Updates handled once more after a failure.", registry=registry
        )
        self._set_aside = Counter(
            "mazhilis_bot_set_aside_updates_total",
            "Updates given up after the allowed number of tries.",
            registry=registry,
        )
        self._pending = Gauge(
            "mazhilis_bot_pending_updates", "Updates taken from Telegram and not yet answered.", registry=registry
        )
        self._posts = Counter(
            "mazhilis_bot_webhook_requests_total",
            "Requests to the webhook, by the status they were answered with.",
            ["status"],
            registry=registry,
        )
        self._facts = Gauge("mazhilis_bot_facts", "Facts in the fact base that answers.", registry=registry)
        self._base = Info("mazhilis_bot_fact_base", "Version of the fact base that answers.", registry=registry)
        self._reloads = Counter(
            "mazhilis_bot_fact_base_reloads_total",
            "Requests to reload the fact base, by outcome.",
            ["outcome"],
            registry=registry,
        )
        parts = Gauge("mazhilis_bot_part_up", "Whether a part works: 1 or 0.", ["part"], registry=registry)
        for part in Part:
            parts.labels(part.value).set_function(partial(_is_up, health, part))
        self._begin_at_zero()

    def _begin_at_zero(self) -> None:
        """Series that are there from the start show their first event as a rise from zero."""
        for surface in Surface:
            self._limited.labels(surface.value)
            for kind in ReplyKind:
                self._questions.labels(surface.value, kind.value)
        for loaded in (True, False):
            self._reloads.labels(_outcome(loaded))

    def replied(self, surface: Surface, kind: ReplyKind, seconds: float) -> None:
        """A question was answered, declined or met with a choice; `seconds` from reading it to knowing the reply."""
        self._questions.labels(surface.value, kind.value).inc()
        self._seconds.observe(seconds)

    def limited(self, surface: Surface) -> None:
        """A question was not looked at: its chat or its author asks too much."""
        self._limited.labels(surface.value).inc()

    def telegram_error(self, kind: str) -> None:
        """A call to Telegram failed; `kind` is a class of errors such as `RetryAfter`."""
        if kind not in self._kinds:
            if len(self._kinds) >= MOST_KINDS or not _KIND.fullmatch(kind):
                kind = "other"
            self._kinds.add(kind)
        self._errors.labels(kind).inc()

    def retried(self) -> None:
        """An update is handled once more."""
        self._retries.inc()

    def set_aside(self) -> None:
        """An update was given up."""
        self._set_aside.inc()

    def pending(self, count: int) -> None:
        """So many updates are held and not yet answered."""
        self._pending.set(count)

    def posted(self, status: int) -> None:
        """A request to the webhook was answered with an HTTP status."""
        self._posts.labels(str(status)).inc()

    def fact_base(self, version: str, facts: int) -> None:
        """This fact base answers from now on."""
        self._base.info({"version": version})
        self._facts.set(facts)

    def reloaded(self, *, loaded: bool) -> None:
        """The fact base was asked to be reloaded: a new one answers, or it was refused."""
        self._reloads.labels(_outcome(loaded)).inc()

    def exposition(self) -> bytes:
        """All of it in Prometheus's text format, whose content type is `CONTENT_TYPE`.

        Only this one format: the library's choice by Accept header raises on headers that are not well-formed.
        """
        return generate_latest(self._registry)


def _is_up(health: Health, part: Part) -> bool:
    return part not in health.problems


def _outcome(loaded: bool) -> str:
    return "loaded" if loaded else "refused"
