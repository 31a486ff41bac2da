"""`evaluate`: accuracy tables over question files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.bot.support import Run

ROWS: list[dict[str, Any]] = [
    {"id": "a", "lang": "en", "q": "tide seats", "kind": "fact", "must": ["12 of 21"], "cites": [[1]]},
    {"id": "b", "lang": "en", "q": "turnout", "kind": "fact", "must": ["99 percent"]},
    {"id": "c", "lang": "en", "q": "zorp [flibble]", "kind": "fact"},
    {"id": "d", "lang": "en", "q": "how many nets", "kind": "none", "must_not": ["4,000"]},
    {"id": "e", "lang": "ru", "q": "zorp", "kind": "none"},
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n\n".join(map(json.dumps, ROWS)) + "\n", encoding="utf-8")
    return path


def cells(out: str) -> list[list[str]]:
    """The rows of the printed table."""
    lines = (line for line in out.splitlines() if line.startswith("│"))
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]


OURS = [
    ["ours", "en", "fact", "3", "33.3", "33.3", "33.3"],
    ["ours", "en", "none", "1", "100.0", "0.0", "0.0"],
    ["ours", "ru", "none", "1", "100.0", "0.0", "0.0"],
    ["ours", "all", "all", "5", "60.0", "20.0", "20.0"],
]


def test_the_answers_are_counted_by_language_and_kind(run: Run, table: Path) -> None:
    ended = run("evaluate", "--no-baseline", table)
    assert (ended.code, ended.err) == (0, "")
    assert cells(ended.out) == OURS


def test_plain_rapidfuzz_stands_beside_them(run: Run, table: Path) -> None:
    found = cells(run("evaluate", table).out)
    assert found[:4] == OURS
    assert [row[:4] for row in found[4:]] == [["plain rapidfuzz", *row[1:4]] for row in OURS]


def test_several_tables_count_together_and_a_language_can_be_chosen(run: Run, table: Path) -> None:
    assert cells(run("evaluate", "--no-baseline", table, table).out)[-1][3] == "10"
    assert cells(run("evaluate", "--no-baseline", "--lang", "ru", table).out) == [
        OURS[2],
        ["ours", "all", "all", "1", "100.0", "0.0", "0.0"],
    ]


def test_failures_show_what_stood_against_what(run: Run, table: Path) -> None:
    out = run("evaluate", "--no-baseline", "--failures", table).out
    lines = [re.sub(r"\d\.\d\d", "N", line) for line in out.splitlines()]
    assert lines[lines.index("wrong     b          'turnout' -> fact: turnout") :] == [
        "wrong     b          'turnout' -> fact: turnout",
        "          best      turnout N",
        "          expected  no fact says that",
        "declined  c          'zorp [flibble]' -> no_answer",
        "          best      nothing is near",
        "          expected  harbour-seats, not near; tide-seats, not near; turnout, not near",
    ]


def test_failures_name_the_gate_that_spoke_and_the_decoy(run: Run, tmp_path: Path) -> None:
    rows = [
        {"id": "a", "lang": "en", "q": "tide seats in 2031", "kind": "fact", "must": ["12 of 21"]},
        {"id": "b", "lang": "en", "q": "number of nets", "kind": "fact", "must": ["81"]},
        {"id": "c", "lang": "en", "q": "turnout", "kind": "none"},
    ]
    path = tmp_path / "gates.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    out = re.sub(r"\d\.\d\d", "N", run("evaluate", "--no-baseline", "--failures", path).out)
    assert "declined  a          'tide seats in 2031' -> no_answer\n" in out
    assert "kept out tide-seats N [gate year: 2031]" in out
    assert "          expected  tide-seats N [gate year: 2031]\n" in out
    assert "          best      nets (decoy) N" in out
    assert out.endswith("wrong     c          'turnout' -> fact: turnout\n          best      turnout N\n")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, ": cannot be read"),
        (b"\xff", ": cannot be read"),
        (b"{", ":1: row: Invalid JSON"),
        (b'\n{"id": "a", "lang": "en", "q": "x", "kind": "guess"}', ":2: kind: Input should be"),
        (b'{"id": "a", "lang": "en", "q": "x", "kind": "fact", "must": ["("]}', ":1: missing )"),
    ],
)
def test_a_table_that_cannot_be_read_is_one_line_with_its_place(
    run: Run, tmp_path: Path, content: bytes | None, problem: str
) -> None:
    path = tmp_path / "questions.jsonl"
    if content is not None:
        path.write_bytes(content)
    ended = run("evaluate", path)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"{path}{problem}")
    assert len(ended.err.splitlines()) == 1
