"""Chooses the thresholds of the built-in fact base on the tuning rows and writes them to its thresholds.yaml.

    python -m tests.questions.choose_thresholds            # choose and write
    python -m tests.questions.choose_thresholds --dry-run  # choose and print

The rows that report the result (tests/questions/report/) are never looked at.

Of all thresholds that keep wrong answers at or under `MAX_WRONG` percent of the questions that have an
answer, and decline at least `MIN_DECLINED` percent of those that have none, the ones with most right
answers are chosen; among equals the strictest.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from bot.opening import open_answerer
from knowledge.answer import Answerer
from knowledge.baseline import PlainRapidfuzz
from knowledge.decide import confidence, decide
from knowledge.evaluate import Row, Verdict, judge, load_rows
from knowledge.intents import IntentKind
from knowledge.load import BUILT_IN
from knowledge.match import Ranking
from knowledge.model import Thresholds
from knowledge.plain import as_json
from knowledge.reply import ReplyKind

TUNING = Path(__file__).parent / "tune"
MAX_WRONG = 1.5
MIN_DECLINED = 98.0
HIGH_SHARE = 0.995
MEDIUM_SHARE = 0.98
ACCEPT = [i / 100 for i in range(24, 70)]
MARGIN = [i / 200 for i in range(25)]
CHAT = [i / 100 for i in range(36, 80, 4)]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one row comes to under any thresholds."""

    row: Row
    best: float
    second: float
    verdict_if_answered: Verdict
    talk: float
    """Score of the nearest small talk."""
    top: float
    """Best score of any intent that passed the gates."""

    def verdict(self, accept: float, margin: float, chat: float) -> Verdict:
        """The verdict on the row's reply under these thresholds."""
        if self.talk >= chat and self.talk > self.top:
            return judge(self.row, {"kind": ReplyKind.SMALL_TALK.value, "text": "", "citations": []})
        if self.best >= accept and self.best - self.second >= margin:
            return self.verdict_if_answered
        return judge(self.row, {"kind": ReplyKind.NO_ANSWER.value, "text": "", "citations": []})


def measure(answerer: Answerer, rows: Iterable[Row]) -> Iterator[Measured]:
    """Rank every row's question once."""
    for row in rows:
        explained = answerer.explain(row.q)
        best, second = best_and_second(explained.ranking)
        verdict = Verdict.DECLINED
        decision = decide(explained.ranking, answerer.base.thresholds.model_copy(update={"accept": 0, "margin": -1}))
        if decision.intents and decision.intents[0].kind is not IntentKind.DECOY:
            reply = answerer.chosen(decision.intents[0].id, explained.reply.language)
            if reply is not None:
                verdict = judge(row, as_json(reply, answerer.texts))
        talk = explained.small_talk.score if explained.small_talk else 0.0
        top = explained.ranking.passed[0].score if explained.ranking.passed else 0.0
        yield Measured(row, best, second, verdict, talk, top)


def best_and_second(ranking: Ranking) -> tuple[float, float]:
    """Score of the best fact and of the best other intent; -1 and 0 where there is no fact."""
    facts = [c for c in ranking.passed if c.intent.kind is not IntentKind.DECOY]
    if not facts:
        return -1.0, 0.0
    others = [c.score for c in ranking.passed if c is not facts[0]]
    return facts[0].score, max(others, default=0.0)


def choose(measured: list[Measured]) -> tuple[float, float, float]:
    """The best accept, margin and chat thresholds."""
    asking = [m for m in measured if m.row.kind in {"fact", "change"}]
    declining = [m for m in measured if m.row.kind == "none"]
    best, chosen = (-1.0, 0.0, 0.0, 0.0), (0.5, 0.05, 0.6)
    for accept, margin, chat in product(ACCEPT, MARGIN, CHAT):
        wrong = sum(m.verdict(accept, margin, chat) is Verdict.WRONG for m in asking) / len(asking)
        declined = sum(m.verdict(accept, margin, chat) is Verdict.RIGHT for m in declining) / len(declining)
        if 100 * wrong > MAX_WRONG or 100 * declined < MIN_DECLINED:
            continue
        right = sum(m.verdict(accept, margin, chat) is Verdict.RIGHT for m in measured) / len(measured)
        if (right, accept, margin, chat) > best:
            best, chosen = (right, accept, margin, chat), (accept, margin, chat)
    return chosen


def bands(measured: list[Measured], accept: float, margin: float) -> tuple[float, float]:
    """Confidence from which answers on the tuning rows are right in `HIGH_SHARE` and `MEDIUM_SHARE` of all cases."""
    answered = [
        (confidence(m.best, m.second), m.row.kind != "none" and m.verdict_if_answered is Verdict.RIGHT)
        for m in measured
        if m.best >= accept and m.best - m.second >= margin and "secondary" not in m.row.tags
    ]
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


def main() -> None:
    """Choose, report and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--dry-run", action="store_true")
    options = parser.parse_args()
    answerer = open_answerer(BUILT_IN)
    rows = [row for file in sorted(TUNING.glob("*.jsonl")) for row in load_rows(file)]
    measured = list(measure(answerer, rows))
    accept, margin, chat = choose(measured)
    high, medium = bands(measured, accept, margin)
    thresholds = Thresholds(
        accept=accept, margin=margin, choice=round(accept * 0.7, 3), chat=chat, high=high, medium=medium
    )
    counts = [m.verdict(accept, margin, chat) for m in measured]
    print(f"{len(rows)} tuning rows: {sum(v is Verdict.RIGHT for v in counts) / len(rows):.1%} right")
    print(f"plain rapidfuzz: best cutoff {choose_baseline(answerer, rows):.0f}")
    print(thresholds)
    if not options.dry_run:
        write(BUILT_IN / "thresholds.yaml", thresholds)


def write(path: Path, thresholds: Thresholds) -> None:
    """Write the thresholds file."""
    lines = ["# Written by tests/questions/choose_thresholds.py from the tuning rows; not by hand."]
    lines += [f"{name}: {value}" for name, value in thresholds.model_dump().items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
