"""Commands for curators: coverage of the material, caveats, charts, fingerprints, drafts of new facts."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.errors import ConfigurationError
from bot.terminal import console_for_people
from knowledge.answer import Answerer
from knowledge.charts import chart_data
from knowledge.coverage import SentenceCoverage, coverage
from knowledge.curation.drafts import draft_fact
from knowledge.curation.schemas import KINDS, dump, schema_of
from knowledge.fingerprint import make_fingerprint, split_paragraphs, split_sentences
from knowledge.load import FactBase
from knowledge.model import Language
from knowledge.plain import source_lines


def read_article(path: Path) -> str:
    """The text of an article. Raises ConfigurationError where the file cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read as UTF-8 text: {error}") from error


def show_coverage(base: FactBase, article: Path | None) -> int:
    """Print every sentence of the material with the facts that cite it.

    Returns:
        Exit code: 1 if a paragraph is not cited at all, or a sentence is neither cited nor meant not to be.
    """
    texts = [split_sentences(p) for p in split_paragraphs(read_article(article))] if article else []
    console = console_for_people()
    found = coverage(base)
    for number, group in groupby(found, key=lambda each: each.paragraph):
        sentences = list(group)
        facts = dict.fromkeys(fact for each in sentences for fact in each.facts)
        console.print(Text(f"¶{number}", style="bold"), Text(", ".join(facts) or "no fact", style="green"))
        for each in sentences:
            if not each.facts:
                _print_gap(console, each, texts)
    gaps = [each for each in found if not each.facts]
    unintended = [each for each in gaps if not each.intended]
    console.print(
        f"{len(found)} sentences, {len(found) - len(gaps)} cited, {len(gaps)} not"
        f" ({len(gaps) - len(unintended)} of them intended)."
    )
    return 1 if unintended else 0


def _print_gap(console: Console, gap: SentenceCoverage, texts: list[list[str]]) -> None:
    note = "no fact cites it, as intended" if gap.intended else "no fact cites it"
    console.print(f"    sentence {gap.sentence} ({gap.words} words): {note}", style="yellow")
    if texts:
        console.print(f"    {texts[gap.paragraph - 1][gap.sentence - 1]}", style="dim")


def show_caveats(answerer: Answerer, language: Language) -> None:
    """Print every caveat with its kind, its paragraphs and the sources that say so."""
    console = console_for_people()
    notes = answerer.caveats(language)
    for caveat, note in zip(answerer.base.caveats.values(), notes, strict=True):
        paragraphs = ", ".join(f"¶{number}" for number in caveat.paragraphs)
        console.print(Text(f"{paragraphs} {caveat.kind.value}", style="bold yellow"), Text(caveat.text.get(language)))
        for line in source_lines(note.passages, answerer.texts, language):
            console.print(Text(f"    — {line}", style="dim"))
    console.print(f"{len(notes)} caveats.")


def draw_chart(base: FactBase, name: str | None, output: Path | None, language: Language) -> None:
    """Write a chart as PNG, or list the charts there are.

    Raises:
        ConfigurationError: there is no such chart, or the file cannot be written.
    """
    if name is None:
        for chart in base.charts.values():
            console_for_people().print(Text(f"{chart.id:14} {chart.title.get(language)}"))
        return
    if name not in base.charts:
        raise ConfigurationError(f"no chart {name!r}; there are {', '.join(base.charts)}")
    if output is None:
        raise ConfigurationError(f"say where to write it: mazhilis-bot chart {name} -o {name}.png")
    from bot.drawing import draw_png  # noqa: PLC0415 -- the drawing libraries only where they are needed

    try:
        output.write_bytes(draw_png(chart_data(base, base.charts[name], language)))
    except OSError as error:
        raise ConfigurationError(f"{output}: cannot be written: {error.strerror}") from error


def print_fingerprint(article: Path) -> None:
    """Print the fingerprint of a text."""
    sys.stdout.write(make_fingerprint(read_article(article)).dump())


def print_draft(base: FactBase, quotation: str, *, id_: str | None, topic: str | None, article: Path | None) -> None:
    """Print a fact to go on with, ready to paste; notes about it go to standard error.

    Raises:
        DraftError: nothing can be drafted from the quotation.
    """
    text = read_article(article) if article is not None else None
    draft = draft_fact(base, quotation, id_=id_, topic=topic, article=text)
    sys.stdout.write(draft.yaml())
    notes = [f"found in paragraph {' and '.join(map(str, draft.paragraphs))}"]
    notes += [f"{overlap.fact} ({base.files[overlap.fact]}) quotes “{overlap.quote}”" for overlap in draft.overlaps]
    for note in notes:
        print(f"# {note}", file=sys.stderr)  # noqa: T201 -- apart from what is pasted


def print_schema(name: str | None) -> None:
    """Print the JSON Schema of one kind of data file, or which kinds there are.

    Raises:
        ConfigurationError: there is no such kind.
    """
    if name is None:
        for each, kind in KINDS.items():
            console_for_people().print(Text(f"{each:12} {kind.files}"))
        return
    if name not in KINDS:
        raise ConfigurationError(f"no schema {name!r}; there are {', '.join(KINDS)}")
    sys.stdout.write(dump(schema_of(name)))
