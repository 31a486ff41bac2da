"""What came out for each system, and the tables made of it."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.evaluate import Row, Tally, Verdict
from tests.benchmarks.noise import MOST_TYPOS

Verdicts = Sequence[Verdict]

GROUPS: Mapping[str, Callable[[Row], bool]] = {
    "facts": lambda row: row.kind == "fact",
    "changes since 2016": lambda row: row.kind == "change",
    "near-misses": lambda row: row.kind == "none" and "near" in row.tags,
    "unrelated": lambda row: row.kind == "none" and "far" in row.tags,
    "small talk": lambda row: row.kind == "chat",
    "with typos": lambda row: "typo" in row.tags,
    "fragments": lambda row: "short" in row.tags,
    "long": lambda row: "long" in row.tags or "multi-sentence" in row.tags,
    "English": lambda row: row.lang.value == "en",
    "Russian": lambda row: row.lang.value == "ru",
    "Kazakh": lambda row: row.lang.value == "kk",
}
"""Name -> which rows."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One system on the report rows.

    Attributes:
        careful: verdicts with the threshold chosen as ours are.
        bold: verdicts with the threshold that makes most rows of the tuning tables right.
        noisy: verdicts as with `careful` on some of the rows; one list for each number of typos, from 0 on.
        milliseconds: of each question.
    """

    name: str
    careful: Verdicts
    bold: Verdicts
    noisy: Sequence[Verdicts]
    milliseconds: Sequence[float]
    load_seconds: float
    megabytes: float

    @property
    def median(self) -> float:
        """Milliseconds that half of the questions take at most."""
        return statistics.median(self.milliseconds)

    @property
    def p99(self) -> float:
        """Milliseconds that all but one question in a hundred take at most."""
        return sorted(self.milliseconds)[int(0.99 * (len(self.milliseconds) - 1))]


def tally(verdicts: Verdicts) -> Tally:
    """Count them."""
    counts = Counter(verdicts)
    return Tally(counts[Verdict.RIGHT], counts[Verdict.WRONG], counts[Verdict.DECLINED])


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are numbers."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, marks, *lines))


def overall(standings: Sequence[Standing]) -> str:
    """Right, wrong, declined in percent, with time and memory."""
    head = ["system", "right %", "wrong %", "declined %", "median ms", "p99 ms", "memory MB", "load s"]
    return table(
        head,
        [
            [
                each.name,
                *_shares(tally(each.careful)),
                f"{each.median:.2f}",
                f"{each.p99:.2f}",
                f"{each.megabytes:.0f}",
                f"{each.load_seconds:.1f}",
            ]
            for each in standings
        ],
    )


def bold(standings: Sequence[Standing]) -> str:
    """The same shares where each peer answers as much as makes most answers right."""
    head = ["system", "right %", "wrong %", "declined %"]
    return table(head, [[each.name, *_shares(tally(each.bold))] for each in standings])


def by_group(standings: Sequence[Standing], rows: Sequence[Row]) -> str:
    """Right / wrong percent by kind of question."""
    head = ["right / wrong %", "rows", *(each.name for each in standings)]
    lines = []
    for name, holds in GROUPS.items():
        places = [place for place, row in enumerate(rows) if holds(row)]
        cells = [_pair(tally([each.careful[place] for place in places])) for each in standings]
        lines.append([name, str(len(places)), *cells])
    return table(head, lines)


def by_noise(standings: Sequence[Standing]) -> str:
    """Right / wrong percent by number of random typos."""
    head = ["right / wrong %", *(f"{count} typo{'' if count == 1 else 's'}" for count in range(MOST_TYPOS + 1))]
    return table(head, [[each.name, *(_pair(tally(verdicts)) for verdicts in each.noisy)] for each in standings])


def _shares(counts: Tally) -> list[str]:
    return [f"{counts.share(verdict):.1f}" for verdict in Verdict]


def _pair(counts: Tally) -> str:
    return f"{counts.share(Verdict.RIGHT):.0f} / {counts.share(Verdict.WRONG):.0f}"
