"""Chooses the thresholds of the built-in fact base on the tuning rows and writes them to its thresholds.yaml.

    python -m tests.questions.choose_thresholds            # choose and write
    python -m tests.questions.choose_thresholds --dry-run  # choose and print

The rows that report the result (tests/questions/report/) are never looked at.

Of all thresholds, those that answer most questions rightly are chosen, where a wrong answer costs
`WRONG_COST` right ones, and so does an answer to a question that has none; among equals the strictest.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from bot.opening import open_answerer
from knowledge.answer import Answerer, is_small_talk
from knowledge.baseline import PlainRapidfuzz
from knowledge.decide import Outcome, decide
from knowledge.evaluate import Row, Verdict, judge, load_rows
from knowledge.finding import Finding
from knowledge.load import BUILT_IN
from knowledge.model import Language, Thresholds
from knowledge.plain import as_json
from knowledge.reply import ReplyKind

TUNING = Path(__file__).parent / "tune"
WRONG_COST = 5
HIGH_SHARE = 0.99
MEDIUM_SHARE = 0.96
ACCEPT = [i / 100 for i in range(4, 40, 2)]
RIVAL = (0.85, 0.9, 0.95, 0.98, 2.0)
TOGETHER = (0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 1.0)
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


def worth(measured: Iterable[Measured], thresholds: Thresholds) -> int:
    """Right answers less what wrong ones cost."""
    verdicts = [each.verdict(thresholds)[0] for each in measured]
    return verdicts.count(Verdict.RIGHT) - WRONG_COST * verdicts.count(Verdict.WRONG)


def choose(measured: list[Measured], chosen: Thresholds) -> Thresholds:
    """The best thresholds, searched a few at a time around those that are."""
    for names, values in (
        (("accept", "rival", "together"), product(ACCEPT, RIVAL, TOGETHER)),
        (("chat",), product(CHAT)),
        (("accept", "rival", "together"), product(ACCEPT, RIVAL, TOGETHER)),
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


def choose_baseline(answerer: Answerer, rows: list[Row]) -> float:
    """The WRatio cutoff with most rows right, by the same tuning rows."""
    plain = PlainRapidfuzz(answerer.base, answerer.texts, cutoff=0)
    scored = []
    for row in rows:
        best = plain.nearest(row.q)
        refused = judge(row, {"kind": ReplyKind.NO_ANSWER.value, "text": "", "citations": []})
        scored.append((best[1], judge(row, plain.ask(row.q)), refused))
    return max(
        (float(cutoff) for cutoff in range(50, 101)),
        key=lambda cutoff: sum((a if s >= cutoff else b) is Verdict.RIGHT for s, a, b in scored),
    )


def report(measured: list[Measured], thresholds: Thresholds) -> None:
    """Print what the thresholds come to on the tuning rows."""
    for language in Language:
        for kind in ("fact", "change", "none", "chat"):
            verdicts = [
                each.verdict(thresholds)[0] for each in measured if each.row.lang is language and each.row.kind == kind
            ]
            if verdicts:
                counts = " ".join(f"{v.value} {100 * verdicts.count(v) / len(verdicts):.1f}" for v in Verdict)
                print(f"{language.value} {kind:7} {len(verdicts):4} rows: {counts}")


def main() -> None:
    """Choose, report and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--facts", type=Path, default=BUILT_IN)
    parser.add_argument("--no-baseline", action="store_true")
    options = parser.parse_args()
    answerer = open_answerer(options.facts)
    rows = [row for file in sorted(TUNING.glob("*.jsonl")) for row in load_rows(file)]
    measured = [Measured(answerer, row, answerer.explain(row.q).finding) for row in rows]
    chosen = choose(measured, answerer.base.thresholds)
    high, medium = bands(measured, chosen)
    chosen = chosen.model_copy(update={"choice": round(chosen.accept * 0.6, 3), "high": high, "medium": medium})
    report(measured, chosen)
    if not options.no_baseline:
        print(f"plain rapidfuzz: best cutoff {choose_baseline(answerer, rows):.0f}")
    print(chosen)
    if not options.dry_run:
        write(options.facts / "thresholds.yaml", chosen)


def write(path: Path, thresholds: Thresholds) -> None:
    """Write the thresholds file."""
    lines = ["# Written by tests/questions/choose_thresholds.py from the tuning rows; not by hand."]
    lines += [f"{name}: {value}" for name, value in thresholds.model_dump().items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
