"""What a growing fact base costs: time of an answer, time to open, memory, for 100 to 100,000 phrasings.

    python -m tests.benchmarks.growth           # writes tests/benchmarks/results/growth.md

The bases are invented (`tests.benchmarks.synthetic`); the built-in one stands beside them. Each is opened
twice, in processes of their own: the first reads and checks the files, the second takes what the first kept.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.evaluate import load_rows
from knowledge.load import BUILT_IN, load
from tests.benchmarks.judging import phrasings
from tests.benchmarks.standings import table
from tests.benchmarks.surroundings import surroundings
from tests.benchmarks.synthetic import SyntheticBase

ROOT = Path(__file__).parents[2]
TUNING = ROOT / "tests" / "questions" / "tune"
RESULTS = Path(__file__).parent / "results"
SIZES = (100, 1_000, 10_000, 100_000)
QUESTIONS = 400
BOUND = (10_000, 5.0)
"""So many phrasings must answer within so many milliseconds at the median."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One fact base. Seconds, milliseconds and megabytes; `right` in percent, where it is known."""

    name: str
    phrasings: int
    built: float
    opened: float
    megabytes: float
    milliseconds: Sequence[float]
    right: float | None

    @property
    def median(self) -> float:
        """Half of the answers take no longer."""
        return statistics.median(self.milliseconds)

    @property
    def p99(self) -> float:
        """All answers but one in a hundred take no longer."""
        return sorted(self.milliseconds)[int(0.99 * (len(self.milliseconds) - 1))]


def _asked(facts: Path, cache: Path, questions: Sequence[str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.opening_and_asking", str(facts), str(cache)],
        input=json.dumps(questions),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def synthetic(size: int, scratch: Path) -> Cost:
    """Measure an invented base."""
    base = SyntheticBase(size)
    facts, cache = base.write(scratch / str(size)), scratch / "cache"
    asked = base.questions(QUESTIONS)
    built = _asked(facts, cache, [])["seconds"]
    told = _asked(facts, cache, [each.question for each in asked])
    right = sum(each.fact in found for each, found in zip(asked, told["facts"], strict=True))
    return Cost(
        "synthetic", size, built, told["seconds"], told["megabytes"], told["milliseconds"], 100 * right / len(asked)
    )


def built_in(scratch: Path) -> Cost:
    """Measure the built-in base on the tuning questions."""
    questions = [row.q for file in sorted(TUNING.glob("*.jsonl")) for row in load_rows(file)]
    size, cache = len(list(phrasings(load(BUILT_IN)))), scratch / "cache"
    built = _asked(BUILT_IN, cache, [])["seconds"]
    told = _asked(BUILT_IN, cache, questions)
    return Cost("built-in", size, built, told["seconds"], told["megabytes"], told["milliseconds"], None)


def exponent(first: Cost, last: Cost) -> float:
    """k of time ~ phrasings ** k between two sizes: 1 is linear, 0 is no growth at all."""
    return math.log(last.median / first.median) / math.log(last.phrasings / first.phrasings)


def report(costs: Sequence[Cost]) -> str:
    """The table and the curve in Markdown."""
    head = ["base", "phrasings", "median ms", "p99 ms", "read s", "opened again s", "memory MB", "right %"]
    lines = [
        [
            each.name,
            f"{each.phrasings:,}",
            f"{each.median:.2f}",
            f"{each.p99:.2f}",
            f"{each.built:.1f}",
            f"{each.opened:.2f}",
            f"{each.megabytes:.0f}",
            "" if each.right is None else f"{each.right:.0f}",
        ]
        for each in costs
    ]
    grown = [each for each in costs if each.name == "synthetic"]
    curve = "; ".join(f"{a.phrasings:,} to {b.phrasings:,}: {exponent(a, b):.2f}" for a, b in itertools.pairwise(grown))
    return f"""# What a growing fact base costs

Written by `python -m tests.benchmarks.growth`; what it means stands in [README.md](README.md).
{surroundings()}

{table(head, lines)}

Time of an answer grows as phrasings to the power of (1 would be linear): {curve}.
"""


def main() -> None:
    """Measure, write and print; exit with 1 if the bound is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--output", type=Path, default=RESULTS, help="directory for the table")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        costs = [synthetic(size, Path(scratch)) for size in options.sizes]
        costs.append(built_in(Path(scratch)))
    text = report(costs)
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "growth.md").write_text(text, encoding="utf-8")
    print(text)
    bound = [each.median for each in costs if each.phrasings == BOUND[0]]
    if bound and bound[0] >= BOUND[1]:
        sys.exit(f"{BOUND[0]:,} phrasings take {bound[0]:.1f} ms, which is not under {BOUND[1]:g} ms")


if __name__ == "__main__":
    main()
