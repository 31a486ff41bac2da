"""What a fuzzer is given: something that takes any bytes, and what to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Harness(Protocol):
    """Takes whatever bytes a fuzzer comes up with; raises where the program does what it must not."""

    seeds: Sequence[bytes]
    """Inputs that get far by themselves."""
    dictionary: Sequence[str]
    """Pieces that inputs are made of."""

    def __call__(self, data: bytes) -> None: ...
