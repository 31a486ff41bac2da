"""Charts as pictures: hemicycles and bars in SVG, then PNG.

The seats stand where ParliamentArch puts them (the diagrams that Wikipedia uses); resvg draws. The font is
Noto Sans from its package, which has the letters of Kazakh; no system font is looked at, so a chart looks
the same everywhere. The background is opaque: what is black on white can be read in dark mode too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from importlib.resources import files

import resvg_py
from parliamentarch.geometry import get_nrows_from_nseats, get_row_thickness, get_seats_centers

from knowledge.charts import Bar, ChartData, Group
from knowledge.model import ChartKind

WIDTH = 1000
"""Pixels; a phone shows them two to one."""
_MARGIN = 48
_TITLE, _TEXT, _SMALL = 40, 34, 22
_INK, _MUTED, _PAPER = "#1a1a1a", "#555555", "#ffffff"
_GLYPH_WIDTH = 0.56
"""Mean width of a letter of Noto Sans, in its size."""
_BEFORE_OPACITY = 0.45
"""Bars of earlier elections are paler."""


@dataclass(slots=True)
class _Canvas:
    """SVG elements from the top down; `y` is where the next one goes."""

    elements: list[str]
    y: float = _MARGIN

    def text(  # noqa: PLR0913 -- what SVG asks for
        self, x: float, y: float, text: str, size: int, *, anchor: str = "start", colour: str = _INK
    ) -> None:
        self.elements.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}">'
            f"{escape(text)}</text>"
        )

    def lines(self, text: str, size: int, colour: str = _INK) -> None:
        for line in _wrap(text, size, WIDTH - 2 * _MARGIN):
            self.y += size * 1.2
            self.text(_MARGIN, self.y, line, size, colour=colour)

    def bar(self, x: float, width: float, colour: str, opacity: float) -> None:
        self.elements.append(
            f'<rect x="{x:.1f}" y="{self.y:.1f}" width="{width:.1f}" height="46" rx="4" fill="{colour}"'
            f' fill-opacity="{opacity}"/>'
        )

    def circle(self, x: float, y: float, radius: float, colour: str) -> None:
        self.elements.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{colour}"/>')


def draw_svg(chart: ChartData) -> str:
    """The chart as SVG, `WIDTH` pixels wide and as high as it needs."""
    canvas = _Canvas([])
    canvas.lines(chart.title, _TITLE)
    canvas.y += 20
    if chart.kind is ChartKind.SEATS:
        _draw_houses(canvas, chart.groups)
    else:
        _draw_bars(canvas, chart.groups)
    canvas.y += 14
    canvas.lines("; ".join(chart.sources), _SMALL, _MUTED)
    height = math.ceil(canvas.y + _MARGIN)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="Noto Sans">'
        f'<rect width="{WIDTH}" height="{height}" fill="{_PAPER}"/>{"".join(canvas.elements)}</svg>'
    )


def draw_png(chart: ChartData) -> bytes:
    """The chart as a PNG."""
    fonts = files("fontpkg_noto_sans") / "files" / "NotoSans[wdth,wght].ttf"
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=draw_svg(chart), skip_system_fonts=True, font_files=[str(fonts)], font_family="Noto Sans"
        )
    )


def _draw_houses(canvas: _Canvas, houses: tuple[Group, ...]) -> None:
    """Hemicycles side by side, and under them who has how many seats in each."""
    room = (WIDTH - 2 * _MARGIN) / len(houses)
    radius = room / 2 * 0.88
    if len(houses) > 1:
        canvas.y += _TEXT
    for number, house in enumerate(houses):
        centre = _MARGIN + room * (number + 0.5)
        if len(houses) > 1:
            canvas.text(centre, canvas.y, house.name, _TEXT, anchor="middle")
        _draw_hemicycle(canvas, house, centre, canvas.y + radius + 16, radius)
    canvas.y += radius + 60
    _draw_legend(canvas, houses)


def _draw_hemicycle(canvas: _Canvas, house: Group, centre: float, bottom: float, radius: float) -> None:
    total = sum(int(bar.number) for bar in house.bars)
    size = get_row_thickness(get_nrows_from_nseats(total)) * radius * 0.84
    seats = sorted(get_seats_centers(total).items(), key=lambda each: each[1])
    for (x, y), bar in zip((place for place, _ in seats), _one_by_one(house.bars), strict=True):
        canvas.circle(centre + (x - 1) * radius, bottom - y * radius, size, bar.colour)
    canvas.text(centre, bottom, str(total), round(radius / 5), anchor="middle")


def _one_by_one(bars: Iterable[Bar]) -> Iterator[Bar]:
    for bar in bars:
        yield from [bar] * int(bar.number)


def _draw_legend(canvas: _Canvas, houses: tuple[Group, ...]) -> None:
    x = float(_MARGIN)
    canvas.y += _TEXT
    for bar in sorted(houses[-1].bars, key=lambda each: -each.number):
        labels = [other.label for house in houses for other in house.bars if other.subject == bar.subject]
        entry = f"{bar.subject}: {' / '.join(labels)}"
        needed = 44 + _text_width(entry, _TEXT)
        if x > _MARGIN and x + needed > WIDTH - _MARGIN:
            x = float(_MARGIN)
            canvas.y += _TEXT * 1.35
        canvas.circle(x + 14, canvas.y - _TEXT * 0.34, 14, bar.colour)
        canvas.text(x + 40, canvas.y, entry, _TEXT)
        x += needed + 28
    canvas.y += 12


def _draw_bars(canvas: _Canvas, groups: tuple[Group, ...]) -> None:
    whole = float(max(bar.number for group in groups for bar in group.bars))
    left, room = _MARGIN + 96, WIDTH - 2 * _MARGIN - 96 - 130
    for group in groups:
        if len(groups) > 1:
            canvas.y += _TEXT
            canvas.text(_MARGIN, canvas.y, group.name, _TEXT)
            canvas.y += 14
        for number, bar in enumerate(group.bars):
            latest = number == len(group.bars) - 1
            width = max(4.0, float(bar.number) / whole * room)
            canvas.text(_MARGIN, canvas.y + 34, bar.subject, 30, colour=_MUTED)
            canvas.bar(left, width, bar.colour, 1.0 if latest else _BEFORE_OPACITY)
            canvas.text(left + width + 14, canvas.y + 35, bar.label, _TEXT)
            canvas.y += 56
        canvas.y += 14


def _text_width(text: str, size: int) -> float:
    return len(text) * size * _GLYPH_WIDTH


def _wrap(text: str, size: int, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
