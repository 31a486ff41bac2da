"""How long one answer takes on the whole built-in base, beside plain rapidfuzz over the very same phrasings.

    python -m tests.benchmarks.answer_time

Each question of the tuning tables is asked once to warm up and then `ROUNDS` times; of each question the
fastest time counts. What is printed is the median and the 99th percentile over the questions, and the ratio
of the medians in this one run.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from bot.opening import open_answerer
from knowledge.baseline import PlainRapidfuzz
from knowledge.evaluate import load_rows
from knowledge.load import BUILT_IN, load
from knowledge.model import Language

TUNING = Path(__file__).parent.parent / "questions" / "tune"
ROUNDS = 5
BASELINE_ROUNDS = 1


def fastest(ask: Callable[[str], object], question: str, rounds: int) -> float:
    """The fastest of some rounds, in milliseconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        ask(question)
        times.append(time.perf_counter() - begun)
    return 1000 * min(times)


def main() -> None:
    """Measure and print."""
    answerer = open_answerer(BUILT_IN)
    base = load(BUILT_IN)
    plain = PlainRapidfuzz(base, answerer.texts)
    rows = [row for file in sorted(TUNING.glob("*.jsonl")) for row in load_rows(file)]
    phrasings = sum(len(fact.phrasings.all()) for fact in base.facts.values())
    print(f"{len(base.facts)} facts, {phrasings} phrasings of facts, {len(rows)} questions")
    medians = {}
    for language in Language:
        questions = [row.q for row in rows if row.lang is language]
        for question in questions:
            answerer.answer(question)
        for name, ask, rounds in (("ours", answerer.answer, ROUNDS), ("WRatio", plain.nearest, BASELINE_ROUNDS)):
            times = sorted(fastest(ask, question, rounds) for question in questions)
            medians[name] = statistics.median(times)
            worst = times[int(0.99 * (len(times) - 1))]
            print(f"{language.value} {name:7} median {medians[name]:7.3f} ms, 99th percentile {worst:7.3f} ms")
        print(f"{language.value} WRatio / ours: {medians['WRatio'] / medians['ours']:.0f}")


if __name__ == "__main__":
    main()
