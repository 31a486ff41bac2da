"""Who is told how delivery goes: the metrics, or nobody."""

from __future__ import annotations

from typing import Protocol


class DeliveryObserver(Protocol):
    """Counts what happens on the way, without anybody's words."""

    def telegram_error(self, kind: str) -> None:
        """A call failed; `kind` is one of `bot.faults.Fault`."""

    def retried(self) -> None:
        """An update is tried once more."""

    def set_aside(self) -> None:
        """An update was given up."""

    def pending(self, count: int) -> None:
        """So many updates are at work or wait for their turn."""


class NothingWatched:
    """A DeliveryObserver that looks away."""

    def telegram_error(self, kind: str) -> None:
        """Nothing is counted."""

    def retried(self) -> None:
        """Nothing is counted."""

    def set_aside(self) -> None:
        """Nothing is counted."""

    def pending(self, count: int) -> None:
        """Nothing is counted."""
