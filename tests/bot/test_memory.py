"""What is settled is not looked through again, and what went since the last time is not kept."""

from __future__ import annotations

import ctypes
import gc
import weakref

import pytest

from bot.memory import settle


class _Ring:
    """Refers to itself: only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _as_before() -> object:
    yield
    gc.unfreeze()


def test_what_is_there_is_not_looked_through_again() -> None:
    settle()
    assert gc.get_freeze_count() > 0


def test_what_was_settled_before_and_is_let_go_is_freed() -> None:
    ring = _Ring()
    settle()
    gone = weakref.ref(ring)
    del ring
    settle()
    assert gone() is None


def test_another_c_library_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: object) -> object:
        return object()

    monkeypatch.setattr(ctypes, "CDLL", missing)
    settle()
