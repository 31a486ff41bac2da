"""Open a fact base and ask it questions, in a process of its own. Started by `tests.benchmarks.growth`.

    python -m tests.benchmarks.opening_and_asking FACTS CACHE < questions.json > told.json

Told: `seconds` to open it, `megabytes` of resident memory after the questions, `milliseconds` of each
question (the fastest of `ROUNDS`), and the `facts` of each reply.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import psutil

from bot.opening import open_answerer

ROUNDS = 3


def main() -> None:
    """Open, ask and tell."""
    begun = time.perf_counter()
    answerer = open_answerer(Path(sys.argv[1]), Path(sys.argv[2]))
    seconds = time.perf_counter() - begun
    questions: list[str] = json.load(sys.stdin)
    milliseconds, facts = [], []
    for question in questions:
        times = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            reply = answerer.answer(question)
            times.append(1000 * (time.perf_counter() - begun))
        milliseconds.append(min(times))
        facts.append(reply.facts)
    megabytes = psutil.Process().memory_info().rss / 2**20
    told = {"seconds": seconds, "megabytes": megabytes, "milliseconds": milliseconds, "facts": facts}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
