"""Chooses the thresholds of the built-in fact base on the tuning rows and writes them to its thresholds.yaml.

    python -m tests.questions.choose_thresholds            # choose and write
    python -m tests.questions.choose_thresholds --dry-run  # choose and print

The rows that report the result (tests/questions/report/) are never looked at.

For each language, of the thresholds that keep wrong answers at or under `MAX_WRONG` of the questions that
have an answer, and answers to questions that have none at or under `MAX_ANSWERED`, those are chosen that
answer most questions rightly; among equals the strictest.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from bot.opening import open_answerer
from knowledge.answer import Answerer, is_small_talk
from knowledge.baseline import PlainRapidfuzz
from knowledge.decide import Outcome, decide
from knowledge.evaluate import Row, Verdict, judge, load_rows
from knowledge.finding import Finding
from knowledge.load import BUILT_IN, FactBase, load
from knowledge.model import Language, Thresholds
from knowledge.plain import as_json
from knowledge.reply import ReplyKind

TUNING = Path(__file__).parent / "tune"
MAX_WRONG = 0.015
MAX_ANSWERED = 0.03
OVER = 3_000
"""What it costs to be over one of these by the whole; far more than any right answers bring in."""
CHOICE_ODDS = 4
"""How much lower than for an answer the odds may be for an offer."""
HIGH_SHARE = 0.99
MEDIUM_SHARE = 0.96
ACCEPT = [round(1 / (1 + math.exp(-i / 4)), 3) for i in range(-16, 25)]
RIVAL = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
TOGETHER = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
COVERAGE = (0.5, 1.0, 2.0, 3.0, 4.0, 6.0)
CHAT = [i / 100 for i in range(40, 80, 4)]


@dataclass(slots=True)
class Measured:
    """One row with what was found for it; verdicts are remembered, since many thresholds lead to the same reply."""

    answerer: Answerer
    row: Row
    finding: Finding
    _verdicts: dict[tuple[str, ...], Verdict] = field(default_factory=dict)

    def verdict(self, thresholds: Thresholds) -> tuple[Verdict, float]:
        """The verdict on the row's reply under these thresholds, and the confidence of the decision."""
        if is_small_talk(self.finding, thresholds):
            return self._judged(ReplyKind.SMALL_TALK), 1.0
        decision = decide(self.finding.ranking, thresholds)
        if decision.outcome is not Outcome.ANSWER:
            return self._judged(ReplyKind.NO_ANSWER), decision.confidence
        ids = tuple(intent.id for intent in decision.intents)
        if ids not in self._verdicts:
            reply = self.answerer.reply_with(self.finding, decision, self.row.lang)
            self._verdicts[ids] = judge(self.row, as_json(reply, self.answerer.texts))
        return self._verdicts[ids], decision.confidence

    def _judged(self, kind: ReplyKind) -> Verdict:
        if (kind.value,) not in self._verdicts:
            self._verdicts[(kind.value,)] = judge(self.row, {"kind": kind.value, "text": "", "citations": []})
        return self._verdicts[(kind.value,)]


def worth(measured: Sequence[Measured], thresholds: Thresholds) -> float:
    """How good these thresholds are on the whole."""
    return worth_of([(each.row.kind, each.verdict(thresholds)[0]) for each in measured])


def worth_of(verdicts: Sequence[tuple[str, Verdict]]) -> float:
    """Right answers, less what it costs to be over the bounds; verdicts with the kinds of their rows."""
    over = 0.0
    for kinds, allowed in (({"fact", "change"}, _wrong_allowed), ({"none"}, _answered_allowed)):
        those = [verdict for kind, verdict in verdicts if kind in kinds]
        if those:
            over += max(0.0, those.count(Verdict.WRONG) - allowed(len(those))) / len(those)
    return sum(verdict is Verdict.RIGHT for _, verdict in verdicts) - OVER * over


def _wrong_allowed(rows: int) -> float:
    """Wrong answers allowed among so many rows: whole ones, or a single hard row would decide for a small language."""
    return math.ceil(MAX_WRONG * rows)


def _answered_allowed(rows: int) -> float:
    """Answers allowed to so many questions that have none."""
    return MAX_ANSWERED * rows


def choose(measured: list[Measured], chosen: Thresholds) -> Thresholds:
    """The best thresholds, searched a few at a time around those that are."""
    for names, values in (
        (("chat",), product(CHAT)),
        (("accept", "coverage", "rival"), product(ACCEPT, COVERAGE, RIVAL)),
        (("accept", "rival", "together"), product(ACCEPT, RIVAL, TOGETHER)),
        (("chat",), product(CHAT)),
    ):
        tried = [chosen.model_copy(update=dict(zip(names, each, strict=True))) for each in values]
        chosen = max(tried, key=lambda each: (worth(measured, each), each.accept, each.chat))
    return chosen


def bands(measured: list[Measured], thresholds: Thresholds) -> tuple[float, float]:
    """Confidence from which answers on the tuning rows are right in `HIGH_SHARE` and `MEDIUM_SHARE` of all cases."""
    answered = []
    for each in measured:
        verdict, sure = each.verdict(thresholds)
        if verdict is not Verdict.DECLINED and each.row.kind in {"fact", "change"}:
            answered.append((sure, verdict is Verdict.RIGHT))
    found = []
    for share in (HIGH_SHARE, MEDIUM_SHARE):
        level = 1.0
        for candidate in sorted({round(sure, 2) for sure, _ in answered}, reverse=True):
            above = [right for sure, right in answered if sure >= candidate]
            if above and sum(above) / len(above) < share:
                break
            level = candidate
        found.append(level)
    return found[0], min(found)


def choice(accept: float) -> float:
    """Confidence from which choices are offered, at a quarter of the odds."""
    return round(accept / (accept + CHOICE_ODDS * (1 - accept)), 3)


def choose_baseline(base: FactBase, answerer: Answerer, rows: list[Row]) -> float:
    """The WRatio cutoff with most rows right, by the same tuning rows."""
    plain = PlainRapidfuzz(base, answerer.texts, cutoff=0)
    scored = []
    for row in rows:
        best = plain.nearest(row.q)
        refused = judge(row, {"kind": ReplyKind.NO_ANSWER.value, "text": "", "citations": []})
        scored.append((best[1], judge(row, plain.ask(row.q)), refused))
    return max(
        (float(cutoff) for cutoff in range(50, 101)),
        key=lambda cutoff: sum((a if s >= cutoff else b) is Verdict.RIGHT for s, a, b in scored),
    )


def report(measured: Sequence[Measured], thresholds: Thresholds) -> None:
    """Print what the thresholds come to on the tuning rows of one language."""
    for kind in ("fact", "change", "none", "chat"):
        verdicts = [each.verdict(thresholds)[0] for each in measured if each.row.kind == kind]
        if verdicts:
            counts = " ".join(f"{v.value} {100 * verdicts.count(v) / len(verdicts):.1f}" for v in Verdict)
            print(f"  {kind:7} {len(verdicts):4} rows: {counts}")


def main() -> None:
    """Choose, report and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--facts", type=Path, default=BUILT_IN)
    parser.add_argument("--questions", type=Path, default=TUNING)
    parser.add_argument("--no-baseline", action="store_true")
    options = parser.parse_args()
    answerer = open_answerer(options.facts)
    rows = [row for file in sorted(options.questions.glob("*.jsonl")) for row in load_rows(file)]
    chosen = {}
    for language in (each for each in Language if any(row.lang is each for row in rows)):
        of_language = [row for row in rows if row.lang is language]
        measured = [Measured(answerer, row, answerer.explain(row.q).finding) for row in of_language]
        found = choose(measured, answerer.base.thresholds.of(language))
        high, medium = bands(measured, found)
        found = found.model_copy(update={"choice": choice(found.accept), "high": high, "medium": medium})
        print(language.value, found)
        report(measured, found)
        chosen[language] = found
    if not options.no_baseline:
        print(f"plain rapidfuzz: best cutoff {choose_baseline(load(options.facts), answerer, rows):.0f}")
    if not options.dry_run:
        write(options.facts / "thresholds.yaml", chosen)


def write(path: Path, thresholds: Mapping[Language, Thresholds]) -> None:
    """Write the thresholds file; the line that names its schema to editors stays."""
    first = path.read_text(encoding="utf-8").split("\n", 1)[0] if path.exists() else ""
    lines = [first] if first.startswith("# yaml-language-server:") else []
    lines.append("# Written by tests/questions/choose_thresholds.py from the tuning rows; not by hand.")
    for language, chosen in thresholds.items():
        lines.append(f"{language.value}:")
        lines += [f"  {name}: {value}" for name, value in chosen.model_dump().items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
