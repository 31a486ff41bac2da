"""Charts: what is on them, and that each is drawn once and then sent again by its file_id."""

from __future__ import annotations

import asyncio
import math
import struct
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InputFile

from bot import drawing
from bot.drawing import WIDTH, draw_png, draw_svg
from bot.pictures import DrawnPictures
from knowledge.charts import Bar, ChartData, Group
from knowledge.load import FactBase, load
from knowledge.model import ChartKind, Language
from tests.bot.support import PNG

TIDE, HARBOUR = "#2266aa", "#cc8800"
SVG = "{http://www.w3.org/2000/svg}"
KAZAKH = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"


def bar(subject: str, number: float, colour: str = TIDE) -> Bar:
    return Bar(subject, colour, Decimal(str(number)), str(number).replace(".", ","))


def house(year: str, tide: int, harbour: int) -> Group:
    return Group(year, (bar("Tide Party", tide), bar("Harbour League", harbour, HARBOUR)))


def seats(*houses: Group, title: str = "The council of Lumea") -> ChartData:
    return ChartData(ChartKind.SEATS, title, houses, ("Harbour Gazette ¶1", "Lumea Press"))


def bars(*groups: Group) -> ChartData:
    return ChartData(ChartKind.BARS, "Turnout, percent", groups, ("Harbour Gazette ¶2",))


def drawn(chart: ChartData) -> ET.Element:
    return ET.fromstring(draw_svg(chart))


def texts(svg: ET.Element) -> list[str]:
    return [each.text or "" for each in svg.iter(f"{SVG}text")]


def seats_of(svg: ET.Element, colour: str) -> int:
    """Seats of a colour; the larger circles of the legend are not counted."""
    circles = [each for each in svg.iter(f"{SVG}circle") if each.get("fill") == colour]
    return sum(each.get("r") != "14.00" for each in circles)


def test_a_house_has_all_its_seats_names_numbers_and_sources() -> None:
    svg = drawn(seats(house("2020", 12, 9)))
    assert (seats_of(svg, TIDE), seats_of(svg, HARBOUR)) == (12, 9)
    assert texts(svg) == [
        "The council of Lumea",
        "21",
        "Tide Party: 12",
        "Harbour League: 9",
        "Harbour Gazette ¶1; Lumea Press",
    ]


def test_two_houses_stand_side_by_side_with_their_years() -> None:
    svg = drawn(seats(house("2016", 15, 5), house("2020", 12, 9)))
    assert (seats_of(svg, TIDE), seats_of(svg, HARBOUR)) == (27, 14)
    assert {"2016", "20", "2020", "21", "Tide Party: 15 / 12", "Harbour League: 5 / 9"} < set(texts(svg))


def test_seats_of_a_party_stand_together() -> None:
    svg = drawn(seats(house("2020", 12, 9)))
    total = next(each for each in svg.iter(f"{SVG}text") if each.text == "21")
    middle, bottom = float(total.get("x", "")), float(total.get("y", ""))
    around = sorted(
        (math.atan2(bottom - float(each.get("cy", "")), middle - float(each.get("cx", ""))), each.get("fill"))
        for each in list(svg.iter(f"{SVG}circle"))[:21]
    )
    assert [colour for colour, _ in groupby(colour for _, colour in around)] in ([TIDE, HARBOUR], [HARBOUR, TIDE])


@settings(max_examples=25)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=6).filter(any))
def test_every_house_has_as_many_seats_as_its_parties(numbers: list[int]) -> None:
    parties = tuple(bar(f"Party {n}", number, f"#00000{n}") for n, number in enumerate(numbers))
    svg = drawn(seats(Group("2020", parties)))
    assert [seats_of(svg, party.colour) for party in parties] == numbers
    assert str(sum(numbers)) in texts(svg)
    height = float(svg.get("height", ""))
    for circle in svg.iter(f"{SVG}circle"):
        x, y, radius = (float(circle.get(name, "")) for name in ("cx", "cy", "r"))
        assert radius <= x <= WIDTH - radius
        assert radius <= y <= height - radius


def test_bars_are_as_long_as_their_numbers() -> None:
    svg = drawn(bars(Group("Lumea", (bar("2016", 40.5), bar("2020", 81)))))
    assert texts(svg) == ["Turnout, percent", "2016", "40,5", "2020", "81", "Harbour Gazette ¶2"]
    paper, before, after = svg.iter(f"{SVG}rect")
    assert paper.get("fill") == "#ffffff"
    assert float(after.get("width", "")) == pytest.approx(2 * float(before.get("width", "")), abs=0.2)
    assert float(before.get("fill-opacity", "")) < float(after.get("fill-opacity", "")) == 1


def test_each_of_several_groups_of_bars_is_named() -> None:
    svg = drawn(bars(Group("Tide Party", (bar("2020", 60),)), Group("Harbour League", (bar("2020", 0),))))
    assert {"Tide Party", "Harbour League", "60", "0"} < set(texts(svg))
    assert all(float(each.get("width", "")) > 0 for each in svg.iter(f"{SVG}rect"))


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12))
def test_any_name_is_written_as_it_is(name: str) -> None:
    chart = seats(Group(name, (bar(name, 3),)), title=name)
    assert texts(drawn(chart)) == [name, "3", f"{name}: 3", "Harbour Gazette ¶1; Lumea Press"]


def test_names_are_no_markup() -> None:
    svg = drawn(seats(Group("2020", (bar("<b>\"Tide\" & 'Co'</b>", 3),)), title="<script>"))
    assert {"<b>\"Tide\" & 'Co'</b>: 3", "<script>"} < set(texts(svg))
    assert {each.tag for each in svg.iter()} == {f"{SVG}{tag}" for tag in ("svg", "rect", "text", "circle")}


def test_a_long_title_is_wrapped_without_losing_a_word() -> None:
    title = " ".join(f"word{number}" for number in range(30))
    chart = seats(house("2020", 12, 9), title=title)
    lines = [line for line in texts(drawn(chart)) if line.startswith("word")]
    assert len(lines) > 1
    assert " ".join(lines) == title


@pytest.mark.parametrize(
    "chart",
    [
        seats(house("2020", 12, 9)),
        seats(house("2016", 15, 5), house("2020", 12, 9), title="word " * 40),
        bars(Group("Lumea", (bar("2016", 40.5), bar("2020", 81)))),
    ],
    ids=["house", "two houses", "bars"],
)
def test_a_picture_is_a_png_as_large_as_the_drawing(chart: ChartData) -> None:
    png = draw_png(chart)
    assert png.startswith(PNG)
    svg = drawn(chart)
    assert struct.unpack(">II", png[16:24]) == (int(svg.get("width", "")), int(svg.get("height", "")))
    assert len(png) < 1_000_000


@pytest.mark.parametrize("letter", KAZAKH.replace(" ", ""))
def test_every_kazakh_letter_has_its_shape(letter: str) -> None:
    blank, missing = (draw_png(bars(Group("", (bar(text, 1),)))) for text in (" ", "\U0010fffd"))
    picture = draw_png(bars(Group("", (bar(letter, 1),))))
    assert picture not in (blank, missing)


# --- drawn once, then sent by its id -----------------------------------------------------------------


@pytest.fixture
def base(lumea: Path) -> FactBase:
    return load(lumea)


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Titles of the charts drawn."""
    titles: list[str] = []

    def draw(chart: ChartData) -> bytes:
        titles.append(chart.title)
        return drawing.draw_png(chart)

    monkeypatch.setattr("bot.pictures.draw_png", draw)
    return titles


async def test_a_chart_is_drawn_once_however_many_ask(base: FactBase, drawings: list[str]) -> None:
    pictures = DrawnPictures(base)
    found = await asyncio.gather(*(pictures.get("council", Language.EN) for _ in range(5)))
    again = await pictures.get("council", Language.EN)
    for picture in (*found, again):
        assert isinstance(picture, InputFile)
        assert isinstance(picture.input_file_content, bytes)
        assert picture.input_file_content.startswith(PNG)
        assert picture.filename == "council.png"
    assert drawings == ["The council of Lumea"]


async def test_each_language_has_its_own(base: FactBase, drawings: list[str]) -> None:
    pictures = DrawnPictures(base)
    pictures.sent("council", Language.EN, "an-id")
    assert isinstance(await pictures.get("council", Language.KK), InputFile)
    assert await pictures.get("council", Language.EN) == "an-id"
    assert drawings == ["Люмеа кеңесіндегі орындар"]


async def test_a_sent_chart_is_sent_again_by_its_id_until_telegram_forgets(base: FactBase) -> None:
    pictures = DrawnPictures(base)
    first = await pictures.get("council", Language.EN)
    pictures.sent("council", Language.EN, "an-id")
    assert await pictures.get("council", Language.EN) == "an-id"
    pictures.forget("council", Language.EN)
    pictures.forget("council", Language.EN)
    again = await pictures.get("council", Language.EN)
    assert isinstance(first, InputFile)
    assert isinstance(again, InputFile)
    assert again.input_file_content == first.input_file_content


async def test_an_unknown_chart_is_none(base: FactBase) -> None:
    assert await DrawnPictures(base).get("tides", Language.EN) is None
