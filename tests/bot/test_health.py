"""Which parts are in trouble, and whether questions are answered nevertheless."""

from __future__ import annotations

from bot.health import Health, Part


def test_at_the_start_telegram_has_not_been_reached() -> None:
    health = Health()
    assert health.problems == {Part.TELEGRAM: "not reached yet"}
    assert not health.ready


def test_with_telegram_it_is_ready_whatever_else_is_wrong() -> None:
    health = Health()
    health.well(Part.TELEGRAM)
    assert health.ready
    for part in (Part.DATABASE, Part.FACT_BASE):
        health.trouble(part, "away")
    assert health.ready
    assert health.problems == {Part.DATABASE: "away", Part.FACT_BASE: "away"}


def test_the_last_word_on_a_part_counts() -> None:
    health = Health()
    health.trouble(Part.TELEGRAM, "first")
    health.trouble(Part.TELEGRAM, "second")
    assert health.problems == {Part.TELEGRAM: "second"}
    health.well(Part.TELEGRAM)
    health.well(Part.TELEGRAM)
    assert health.problems == {}


def test_what_was_read_does_not_change_afterwards() -> None:
    health = Health()
    before = health.problems
    health.well(Part.TELEGRAM)
    before[Part.DATABASE] = "scribbled"
    assert health.problems == {}
