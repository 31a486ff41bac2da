"""`evaluate`: accuracy tables over question files, with progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.opening import open_base
from bot.terminal import console_for_people
from knowledge.answer import Answerer
from knowledge.baseline import PlainRapidfuzz
from knowledge.curation.misses import Miss, Misses
from knowledge.evaluate import Ask, Judged, Row, Tally, Verdict, judge, load_rows, tally
from knowledge.intents import IntentKind
from knowledge.match import Candidate
from knowledge.model import Language
from knowledge.plain import as_json


def run_evaluation(
    answerer: Answerer, files: Iterable[Path], *, lang: Language | None, baseline: bool, failures: bool
) -> None:
    """Ask every question of the files and print the counts by kind and language.

    Raises:
        QuestionsError: a file is unreadable or malformed.
    """
    rows = [row for file in files for row in load_rows(file) if lang in {None, row.lang}]
    console = console_for_people()
    systems: dict[str, Ask] = {"ours": lambda q: as_json(answerer.answer(q), answerer.texts)}
    if baseline:
        systems["plain rapidfuzz"] = PlainRapidfuzz(open_base(), answerer.texts).ask
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        judged = {}
        for name, ask in systems.items():
            task = progress.add_task(name, total=len(rows))
            judged[name] = _judge_all(rows, ask, lambda task=task: progress.advance(task))  # type: ignore[misc]  # a default binds it
    console.print(accuracy_table(judged))
    if failures:
        misses = Misses(answerer)
        for each in judged["ours"]:
            if each.verdict is not Verdict.RIGHT:
                for line in miss_lines(misses.explain(each)):
                    console.print(line, markup=False)


def miss_lines(miss: Miss) -> list[str]:
    """What became of a question, and below it what stood against what."""
    row, reply = miss.judged.row, miss.judged.reply
    found = ", ".join(miss.found or reply["facts"])
    got = f"{reply['kind']}: {found}" if found else reply["kind"]
    lines = [f"{miss.judged.verdict.value:9} {row.id:10} {row.q!r} -> {got}"]
    against = [_scored(each) for each in miss.best]
    if miss.kept_out is not None:
        against.append(f"kept out {_scored(miss.kept_out)}")
    lines.append(f"          best      {'; '.join(against) or 'nothing is near'}")
    if row.kind in {"fact", "change"}:
        expected = [
            f"{each.intent}, not near" if each.candidate is None else _scored(each.candidate) for each in miss.expected
        ]
        lines.append(f"          expected  {'; '.join(expected) or 'no fact says that'}")
    return lines


def _scored(candidate: Candidate) -> str:
    kind = " (decoy)" if candidate.intent.kind is IntentKind.DECOY else ""
    out = candidate.rejection
    gate = f" [gate {out.gate.value}: {out.named}]" if out is not None else ""
    return f"{candidate.intent.id}{kind} {candidate.score:.2f}{gate}"


def _judge_all(rows: Iterable[Row], ask: Ask, advance: Callable[[], None]) -> list[Judged]:
    judged = []
    for row in rows:
        reply = ask(row.q)
        judged.append(Judged(row, reply, judge(row, reply)))
        advance()
    return judged


def accuracy_table(judged: dict[str, list[Judged]]) -> Table:
    """A line for each system, language and kind of question, in percent of its rows."""
    table = Table(title="right / wrong / declined, percent of the rows")
    for heading in ("system", "language", "kind"):
        table.add_column(heading)
    for heading in ("rows", "right", "wrong", "declined"):
        table.add_column(heading, justify="right")
    for name, results in judged.items():
        groups = sorted({(each.row.lang.value, each.row.kind) for each in results})
        for language, kind in groups:
            of_group = [e for e in results if (e.row.lang.value, e.row.kind) == (language, kind)]
            table.add_row(name, language, kind, *_cells(tally(of_group)))
        table.add_row(name, "all", "all", *_cells(tally(results)), end_section=True, style="bold")
    return table


def _cells(counts: Tally) -> tuple[str, ...]:
    return (str(counts.total), *(f"{counts.share(verdict):.1f}" for verdict in Verdict))
