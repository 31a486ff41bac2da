"""What charts show: titles, numbers, colours and sources, taken from typed values. Drawn elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from knowledge.changes import Figure, Figures
from knowledge.model import Chart, ChartKind, Language
from knowledge.numbers import write_number

if TYPE_CHECKING:
    from knowledge.load import FactBase

NO_COLOUR = "#999999"
"""For subjects that have none of their own."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One number of one subject: its size and how it is written in the language of the chart."""

    subject: str
    colour: str
    number: Decimal
    label: str


@dataclass(frozen=True, slots=True)
class Group:
    """The numbers of one election, or of one subject."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """Everything on a chart. For `SEATS` a group is a house; for `BARS` it is a subject with a bar for each year."""

    kind: ChartKind
    title: str
    groups: tuple[Group, ...]
    sources: tuple[str, ...]


def chart_data(base: FactBase, chart: Chart, language: Language) -> ChartData:
    """The data of one chart in one language. Numbers that no fact holds are left out."""
    figures = Figures(base)
    used: list[Figure] = []

    def bars(elections: Iterable[str], subjects: Iterable[str], *, by_year: bool) -> tuple[Bar, ...]:
        found = []
        for election in elections:
            for subject in subjects:
                figure = figures.find(chart.measure, subject, election)
                if figure is None:
                    continue
                used.append(figure)
                entity = base.entities[subject]
                found.append(
                    Bar(
                        subject=str(base.entities[election].year) if by_year else entity.name.get(language),
                        colour=entity.colour or NO_COLOUR,
                        number=figure.number,
                        label=write_number(figure.number, language, 2 if figure.number % 1 else 0),
                    )
                )
        return tuple(found)

    if chart.kind is ChartKind.SEATS:
        groups = [
            Group(str(base.entities[election].year), bars([election], chart.subjects, by_year=False))
            for election in chart.elections
        ]
    else:
        groups = [
            Group(base.entities[subject].name.get(language), bars(chart.elections, [subject], by_year=True))
            for subject in chart.subjects
        ]
    return ChartData(
        kind=chart.kind,
        title=chart.title.get(language),
        groups=tuple(group for group in groups if group.bars),
        sources=_sources(base, used),
    )


def _sources(base: FactBase, used: Iterable[Figure]) -> tuple[str, ...]:
    """Publishers of the sources behind some figures, with the paragraphs of the material, each once."""
    found: dict[str, list[int]] = {}
    for figure in used:
        citation = figure.fact.citations[0]
        paragraphs = found.setdefault(base.sources[citation.source].publisher, [])
        if citation.paragraph is not None and citation.paragraph not in paragraphs:
            paragraphs.append(citation.paragraph)
    return tuple(
        f"{publisher} {', '.join(f'¶{number}' for number in sorted(paragraphs))}".strip()
        for publisher, paragraphs in found.items()
    )
