"""`ask --explain` for people: how a question was understood, in a few tables."""

from __future__ import annotations

from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from knowledge.answer import Answerer, Explanation
from knowledge.curation.explanation import explain


def explanation_values(answerer: Answerer, explained: Explanation) -> dict[str, Any]:
    """An explanation in the JSON shape."""
    return explain(explained, answerer.base.thresholds.of(explained.finding.question.language))


def explanation_view(values: dict[str, Any]) -> RenderableType:
    """An explanation in the JSON shape as tables: understood, candidates, decision."""
    blocks: list[RenderableType] = [_understood(values)]
    blocks += [Text(f"  also read apart: {_words(part)}", style="dim") for part in values["parts"]]
    blocks += ["", _candidates(values), "", _decision(values)]
    return Group(*blocks)


def _understood(values: dict[str, Any]) -> Table:
    said = values["understood"]
    rows = {
        "language": values["language"],
        "words": _words(said),
        "names": ", ".join(f"{each['entity']} ({each['type']}{_near(each)})" for each in said["entities"]),
        "years": ", ".join(map(str, said["years"])),
        "asks for": ", ".join(said["asks"]),
        "change": ", ".join(said["cues"]),
        "negated": "yes" if said["negated"] else "",
        "yes or no": "yes" if said["yes_or_no"] else "",
        "unknown": f"{said['unknown']:g} words, {100 * said['unknown_share']:.0f} percent" if said["unknown"] else "",
    }
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column()
    for name, value in rows.items():
        if value:
            table.add_row(name, Text(value))
    return table


def _words(said: dict[str, Any]) -> str:
    """The words that count, in order; how far a weaker one counts stands behind it."""
    return " ".join(word if strength == 1 else f"{word}·{strength:g}" for word, strength in said["words"].items())


def _near(entity: dict[str, Any]) -> str:
    return "" if entity["similarity"] == 1 else f", as {entity['similarity']:g} alike"


def _candidates(values: dict[str, Any]) -> Table:
    shown = (*values["candidates"], *values["kept_out"])
    table = Table(title="candidates, best first", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("id", min_width=max((len(each["id"]) for each in shown), default=0))
    table.add_column("kind")
    for heading in ("score", "index", "learned", "factor", "coverage"):
        table.add_column(heading, justify="right")
    table.add_column("gate")
    for each in shown:
        numbers = (each[name] for name in ("score", "index", "learned", "factor", "coverage"))
        cells = ("–" if number is None else f"{number:.2f}" for number in numbers)
        gate = f"{each['gate']}: {each['gate_named']}" if each["gate"] is not None else ""
        table.add_row(each["id"], each["kind"], *cells, gate, style="dim" if gate else None)
    return table


def _decision(values: dict[str, Any]) -> Group:
    decision, thresholds, talk = values["decision"], values["thresholds"], values["small_talk"]
    what = ", ".join(decision["intents"])
    lines = [f"decision: {decision['outcome']}{f' ({what})' if what else ''}"]
    against = f" against the decoy {decision['decoy']}" if decision["decoy"] is not None else ""
    lines.append(
        f"  confidence {decision['confidence']:.2f}{against};"
        f" answered from {thresholds['accept']:g}, choices from {thresholds['choice']:g}"
    )
    if decision["runner_up_share"] is not None:
        lines.append(
            f"  the runner-up has {decision['runner_up_share']:.2f} of the best score;"
            f" another answer stands in the way from {thresholds['rival']:g}"
        )
    if talk is not None:
        taken = "taken" if talk["taken"] else "not taken"
        lines.append(f"  small talk {talk['id']} {talk['score']:.2f}, {taken}; from {thresholds['chat']:g}")
    return Group(*map(Text, lines))
