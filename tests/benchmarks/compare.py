"""Our answers beside what people would use instead, on the same questions and phrasings in one run.

    python -m tests.benchmarks.compare          # writes tests/benchmarks/results/comparison.md and .png

Each peer finds the nearest of our phrasings (those of facts, comparisons, decoys and small talk alike) and
gives our own answer to what that phrasing asks for; it declines where the nearest is a decoy's, and below a
score. That score is chosen for it in each language on the tuning rows, by the rule that our own thresholds
are chosen by. The report rows are what is measured. Each system is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.opening import open_answerer
from knowledge.evaluate import Row, judge, load_rows
from knowledge.load import BUILT_IN, FactBase, load
from knowledge.model import Language
from tests.benchmarks import standings as tables
from tests.benchmarks.answering import OURS, Found
from tests.benchmarks.judging import Judge, Phrasing, Scored, best_thresholds, boldly, carefully, phrasings
from tests.benchmarks.noise import MOST_TYPOS, with_typos
from tests.benchmarks.peers import PEERS
from tests.benchmarks.pictures import draw_comparison
from tests.benchmarks.standings import Standing, Verdicts
from tests.benchmarks.surroundings import surroundings
from tests.questions.choose_thresholds import MAX_ANSWERED, MAX_WRONG

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests" / "questions"
RESULTS = Path(__file__).parent / "results"
EVERY = 4
"""Under noise one report row of so many is asked: the slowest peer takes a quarter of a second for each."""
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def rows_of(directory: Path) -> list[Row]:
    """All rows of the tables in a directory."""
    return [row for file in sorted(directory.glob("*.jsonl")) for row in load_rows(file)]


class Comparison:
    """The questions, and what is found for them."""

    def __init__(self, tuning: Sequence[Row], rows: Sequence[Row], base: FactBase, cache: Path) -> None:
        self.tuning = tuning
        self.rows = rows
        self.noisy = rows[::EVERY]
        self.phrasings: list[Phrasing] = list(phrasings(base))
        self._judge = Judge(open_answerer(BUILT_IN, cache), base)
        self._work = {
            "warm_up": [row.q for row in tuning],
            "timed": [row.q for row in rows],
            "further": [with_typos(row.q, count, row.id) for count in range(MOST_TYPOS + 1) for row in self.noisy],
            "texts": [each.text for each in self.phrasings],
            "cache": str(cache),
        }

    def standing(self, name: str) -> Standing:
        """Run one system and judge what it found."""
        found = self._run(name)
        careful, bold, noisy = self._ours(found.found) if name == OURS else self._peer(found.found)
        return Standing(name, careful, bold, noisy, found.milliseconds, found.load_seconds, found.megabytes)

    def _run(self, name: str) -> Found:
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.answering", name],
            input=json.dumps(self._work),
            cwd=ROOT,
            env=os.environ | ONE_THREAD,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return Found(**json.loads(done.stdout))

    def _parts(self, found: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any], list[Sequence[Any]]]:
        """What was found for the tuning rows, for the report rows, and for some of these with 0 and more typos."""
        begin, end, size = len(self.tuning), len(self.tuning) + len(self.rows), len(self.noisy)
        rounds = [found[start : start + size] for start in range(end, len(found), size)]
        return found[:begin], found[begin:end], rounds

    def _ours(self, replies: Sequence[Mapping[str, Any]]) -> tuple[Verdicts, Verdicts, list[Verdicts]]:
        _, measured, rounds = self._parts(replies)
        verdicts = _judged(self.rows, measured)
        return verdicts, verdicts, [_judged(self.noisy, each) for each in rounds]

    def _peer(self, nearest: Sequence[tuple[int, float]]) -> tuple[Verdicts, Verdicts, list[Verdicts]]:
        first, measured, rounds = self._parts(nearest)
        tuning, scored = self._scored(self.tuning, first), self._scored(self.rows, measured)
        careful, bold = best_thresholds(tuning, carefully), best_thresholds(tuning, boldly)
        return (
            _decided(scored, careful),
            _decided(scored, bold),
            [_decided(self._scored(self.noisy, each), careful) for each in rounds],
        )

    def _scored(self, rows: Sequence[Row], nearest: Sequence[tuple[int, float]]) -> list[Scored]:
        return [
            Scored(row, score, self._judge.verdict(row, self.phrasings[number].owner), self._judge.verdict(row, None))
            for row, (number, score) in zip(rows, nearest, strict=True)
        ]


def _judged(rows: Sequence[Row], replies: Sequence[Mapping[str, Any]]) -> Verdicts:
    return [judge(row, reply) for row, reply in zip(rows, replies, strict=True)]


def _decided(scored: Sequence[Scored], thresholds: Mapping[Language, float]) -> Verdicts:
    return [each.verdict(thresholds[each.row.lang]) for each in scored]


def report(comparison: Comparison, standings: Sequence[Standing]) -> str:
    """The whole report in Markdown."""
    rows = comparison.rows
    return f"""# Our answers beside what people would use instead

Written by `python -m tests.benchmarks.compare`; what it means stands in [README.md](README.md).
{surroundings()}
{len(rows)} questions of `tests/questions/report/`, {len(comparison.phrasings)} phrasings, thresholds chosen on
{len(comparison.tuning)} questions of `tests/questions/tune/`.{_left_out(standings)}

## Overall

Each with the threshold that answers most questions rightly while at most {100 * MAX_WRONG:g} percent are answered
wrongly and at most {100 * MAX_ANSWERED:g} percent of those without an answer are answered (on the tuning rows, or as
near to it as it gets).

{tables.overall(standings)}

## If wrong answers did not matter

Each peer with the threshold that makes most tuning rows right; ours as it is.

{tables.bold(standings)}

## By kind of question

{tables.by_group(standings, rows)}

## Under growing noise

Random typing mistakes in each of {len(comparison.noisy)} of the questions, the same for all.

{tables.by_noise(standings)}

![Right, wrong and declined; right and wrong under noise](comparison.png)
"""


def _left_out(standings: Sequence[Standing]) -> str:
    missing = PEERS.keys() - {each.name for each in standings}
    return f" Left out in this run: {', '.join(sorted(missing))}." if missing else ""


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--output", type=Path, default=RESULTS, help="directory for the table and the plot")
    parser.add_argument("--leave-out", nargs="*", default=[], choices=list(PEERS), help="peers not to run")
    options = parser.parse_args()
    standings = []
    with tempfile.TemporaryDirectory() as cache:
        comparison = Comparison(rows_of(QUESTIONS / "tune"), rows_of(QUESTIONS / "report"), load(BUILT_IN), Path(cache))
        for name in (OURS, *(each for each in PEERS if each not in options.leave_out)):
            print(f"{name} ...", file=sys.stderr)
            standings.append(comparison.standing(name))
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "comparison.md").write_text(report(comparison, standings), encoding="utf-8")
    draw_comparison(standings, options.output / "comparison.png")
    print(tables.overall(standings))


if __name__ == "__main__":
    main()
