"""A DeliveryObserver that keeps what it is told."""

from __future__ import annotations


class Watched:
    """What delivery said."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.retries = 0
        self.aside = 0
        self.counts: list[int] = []

    def telegram_error(self, kind: str) -> None:
        self.errors.append(kind)

    def retried(self) -> None:
        self.retries += 1

    def set_aside(self) -> None:
        self.aside += 1

    def pending(self, count: int) -> None:
        self.counts.append(count)
