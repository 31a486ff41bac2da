"""What curators call: coverage, caveats, chart, fingerprint, new-fact, schema; `check` has tests of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.curation.schemas import SCHEMA_FILES
from knowledge.fingerprint import make_fingerprint
from tests.bot.support import PNG, Ended, Run, charted_base
from tests.small_base import ARTICLE, write_base


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "gazette.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", [["check", "--article"], ["coverage", "--article"], ["fingerprint"]])
@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "not UTF-8"])
def test_an_article_that_cannot_be_read_is_one_line(
    run: Run, tmp_path: Path, command: list[str], content: bytes | None
) -> None:
    path = tmp_path / "article.txt"
    if content is not None:
        path.write_bytes(content)
    ended = run(*command, path)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"{path}: cannot be read as UTF-8 text: ")
    assert len(ended.err.splitlines()) == 1


# --- coverage and caveats ----------------------------------------------------------------------------


def test_coverage_shows_what_is_cited_and_what_is_not(run: Run) -> None:
    ended = run("coverage")
    assert ended.out.splitlines() == [
        "¶1 harbour-seats, tide-seats",
        "    sentence 1 (15 words): no fact cites it",
        "    sentence 3 (7 words): no fact cites it",
        "¶2 turnout",
        "    sentence 2 (13 words): no fact cites it",
        "5 sentences, 2 cited, 3 not (0 of them intended).",
    ]
    assert (ended.code, ended.err) == (1, "")


def test_gaps_that_are_meant_are_no_problem(run: Run, tmp_path: Path) -> None:
    files = charted_base()
    files["base.yaml"]["uncited"] = {1: [1, 3], 2: [2]}
    ended = run("coverage", facts=write_base(tmp_path / "meant", files))
    assert ended.code == 0
    assert ended.out.count("no fact cites it, as intended") == 3
    assert ended.out.endswith("5 sentences, 2 cited, 3 not (3 of them intended).\n")


def test_with_the_article_coverage_shows_the_words(run: Run, article: Path) -> None:
    out = run("coverage", "--article", article).out
    assert '    "Nobody expected so many votes," he added.' in out.splitlines()
    assert "Turnout was 81.5" not in out, "what is cited needs no showing"


def test_caveats_are_listed_with_their_sources(run: Run) -> None:
    ended = run("caveats")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "¶2 imprecise The almanac prints 81.47 percent.",
        "    — Lumea Press, “Almanac of Lumea”, 2021",
        "1 caveats.",
    ]
    assert "«Almanac of Lumea»" in run("caveats", "--lang", "kk").out


# --- chart and fingerprint ---------------------------------------------------------------------------


def test_charts_are_listed(run: Run) -> None:
    ended = run("chart")
    assert (ended.code, ended.out, ended.err) == (0, "council        The council of Lumea\n", "")
    assert "Люмеа кеңесіндегі орындар" in run("chart", "--lang", "kk").out


def test_a_chart_is_written_as_png_in_the_language_asked_for(run: Run, tmp_path: Path) -> None:
    english, kazakh = tmp_path / "en.png", tmp_path / "kk.png"
    assert run("chart", "council", "-o", english) == Ended(0, "", "")
    assert run("chart", "council", "--output", kazakh, "--lang", "kk") == Ended(0, "", "")
    assert english.read_bytes().startswith(PNG)
    assert kazakh.read_bytes().startswith(PNG)
    assert english.read_bytes() != kazakh.read_bytes()


def test_what_chart_cannot_do_is_one_line(run: Run, tmp_path: Path) -> None:
    assert run("chart", "tides", "-o", tmp_path / "x.png") == Ended(2, "", "no chart 'tides'; there are council\n")
    ended = run("chart", "council")
    assert ended == Ended(2, "", "say where to write it: mazhilis-bot chart council -o council.png\n")
    missing = tmp_path / "no" / "x.png"
    ended = run("chart", "council", "-o", missing)
    assert ended == Ended(2, "", f"{missing}: cannot be written: No such file or directory\n")


def test_the_fingerprint_is_what_the_fact_base_needs(run: Run, article: Path) -> None:
    ended = run("fingerprint", article)
    assert ended == Ended(0, make_fingerprint(ARTICLE).dump(), "")
    assert "Tide" not in ended.out


# --- new-fact ----------------------------------------------------------------------------------------


def test_a_fact_is_started_from_a_quotation(run: Run, article: Path) -> None:
    ended = run("new-fact", "party won 12 seats", "--id", "tide-mandates", "--topic", "seats", "--article", article)
    assert ended.code == 0
    assert ended.out.startswith("- id: tide-mandates\n  topic: seats\n  question:\n    en: TODO")
    assert '    - {paragraph: 1, quote: "Party won 12 seats"}\n  related: [tide-seats]\n' in ended.out
    assert ended.err.splitlines() == [
        "# found in paragraph 1",
        "# tide-seats (facts/results.yaml) quotes “The Tide Party won 12 seats”",
    ]


def test_a_quotation_that_does_not_stand_there_is_one_line(run: Run) -> None:
    ended = run("new-fact", "the Tide Party won 13 seats")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == ("not found: “the Tide Party won 13 seats”; only “the Tide Party won” stands in paragraph 1\n")


# --- schema ------------------------------------------------------------------------------------------


def test_schemas_are_listed_and_printed(run: Run) -> None:
    listed = run("schema").out
    assert "facts        facts/*.yaml\n" in listed
    assert "places       language/places.yaml\n" in listed
    ended = run("schema", "facts")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (SCHEMA_FILES / "facts.json").read_text(encoding="utf-8")


def test_a_schema_that_there_is_not_is_one_line(run: Run) -> None:
    ended = run("schema", "recipes")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("no schema 'recipes'; there are base, thresholds, sources, ")
