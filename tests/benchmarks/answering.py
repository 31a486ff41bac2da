"""One system in a process of its own, so that its memory can be told. Started by `tests.benchmarks.compare`.

    python -m tests.benchmarks.answering NAME < work.json > found.json

Work: `texts` (the phrasings; not for ours), `warm_up` and `timed` and `further` (questions), `cache` (a
directory for ours). Found: what was found for each question, in the order warm_up, timed, further: of a peer
the number of the nearest text and its score, of ours the reply; `milliseconds` of each question of `timed`,
the fastest of some rounds; `load_seconds`; `megabytes` of resident memory.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.benchmarks.peers import PEERS

OURS = "ours"
ROUNDS = 5
PATIENCE = 60.0
"""Seconds after which no other round begins."""
Find = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Found:
    """What one process tells; see above."""

    found: list[Any]
    milliseconds: list[float]
    load_seconds: float
    megabytes: float


def opened(name: str, work: Mapping[str, Any]) -> Find:
    """The system, ready to find."""
    if name != OURS:
        return PEERS[name](work["texts"]).nearest
    from bot.opening import open_answerer  # noqa: PLC0415 -- only ours shall have its memory
    from knowledge.load import BUILT_IN  # noqa: PLC0415 -- only the process that is measured loads it
    from knowledge.plain import as_json  # noqa: PLC0415 -- only the process that is measured loads it

    answerer = open_answerer(BUILT_IN, Path(work["cache"]))
    return lambda question: as_json(answerer.answer(question), answerer.texts)


def _timed(find: Find, question: str) -> tuple[object, float]:
    begun = time.perf_counter()
    found = find(question)
    return found, 1000 * (time.perf_counter() - begun)


def work_through(name: str, work: Mapping[str, Any]) -> Found:
    """Find everything."""
    begun = time.perf_counter()
    find = opened(name, work)
    load_seconds = time.perf_counter() - begun
    found = [find(question) for question in work["warm_up"]]
    first = [_timed(find, question) for question in work["timed"]]
    found += [each for each, _ in first]
    milliseconds = [taken for _, taken in first]
    for _ in range(ROUNDS - 1):
        if time.perf_counter() - begun - load_seconds > PATIENCE:
            break
        again = (_timed(find, question)[1] for question in work["timed"])
        milliseconds = [min(pair) for pair in zip(milliseconds, again, strict=True)]
    megabytes = psutil.Process().memory_info().rss / 2**20
    found += [find(question) for question in work["further"]]
    return Found(found, milliseconds, load_seconds, megabytes)


def main() -> None:
    """Read the work, write what was found."""
    found = work_through(sys.argv[1], json.load(sys.stdin))
    json.dump(asdict(found), sys.stdout)


if __name__ == "__main__":
    main()
