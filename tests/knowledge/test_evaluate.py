"""Question tables in, counts out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from knowledge.answer import Answerer
from knowledge.errors import QuestionsError
from knowledge.evaluate import Row, Tally, Verdict, evaluate, judge, load_rows, tally
from knowledge.model import Language
from knowledge.plain import as_json


def row(kind: str, **more: Any) -> Row:
    return Row.model_validate({"id": "r", "lang": "en", "q": "?", "kind": kind, **more})


def reply(kind: str, text: str = "Turnout was 81.5 percent", *paragraphs: int | None) -> Mapping[str, Any]:
    return {"kind": kind, "text": text, "citations": [{"paragraph": number} for number in paragraphs]}


R, W, D = Verdict.RIGHT, Verdict.WRONG, Verdict.DECLINED


@pytest.mark.parametrize(
    ("asked", "got", "verdict"),
    [
        (row("fact", must=["81"]), reply("fact"), R),
        (row("fact", must=["TURNOUT", r"81[.,]5"]), reply("fact"), R),
        (row("fact", must=["81", "78"]), reply("fact"), W),
        (row("fact", must=["81"], must_not=["percent"]), reply("fact"), W),
        (row("fact", cites=[[2]]), reply("fact", "x", 2, None), R),
        (row("fact", cites=[[1, 2]]), reply("fact", "x", 2), R),
        (row("fact", cites=[[1], [2]]), reply("fact", "x", 2), W),
        (row("fact", cites=[[2]]), reply("fact", "x", None), W),
        (row("fact"), reply("comparison"), R),
        (row("change", must=["81"]), reply("comparison"), R),
        (row("change", must=["81"]), reply("fact"), R),
        (row("fact"), reply("no_answer"), D),
        (row("fact"), reply("clarification"), D),
        (row("change"), reply("small_talk"), W),
        (row("fact"), reply("help"), W),
        (row("none"), reply("no_answer"), R),
        (row("none"), reply("clarification"), R),
        (row("none"), reply("fact"), W),
        (row("none"), reply("comparison"), W),
        (row("none", must_not=["81"]), reply("no_answer"), W),
        (row("none", must_not=["99"]), reply("no_answer"), R),
        (row("none", tags=["secondary"], must_not=["81"]), reply("fact"), R),
        (row("chat"), reply("small_talk"), R),
        (row("chat"), reply("help"), R),
        (row("chat"), reply("fact"), W),
        (row("chat"), reply("no_answer"), D),
    ],
)
def test_verdicts(asked: Row, got: Mapping[str, Any], verdict: Verdict) -> None:
    assert judge(asked, got) is verdict


def test_a_table_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "table.jsonl"
    path.write_text(
        '{"id": "1", "lang": "ru", "q": "явка", "kind": "fact", "must": ["81"], "cites": [[2]], "tags": ["short"]}\n'
        '\n  \n{"id": "2", "lang": "en", "q": "nets", "kind": "none", "note": "not known"}\n'
    )
    first, second = load_rows(path)
    assert first == Row(
        id="1", lang=Language.RU, q="явка", kind="fact", must=("81",), cites=((2,),), tags=("short",)
    )  # fmt: skip
    assert second.q == "nets"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{}", ":2: id: Field required"),
        ("not json", ":2: row: Invalid JSON"),
        ('{"id": "1", "lang": "de", "q": "x", "kind": "fact"}', ":2: lang: Input should be 'en', 'ru' or 'kk'"),
        ('{"id": "1", "lang": "en", "q": "x", "kind": "guess"}', ":2: kind: Input should be"),
        ('{"id": "1", "lang": "en", "q": "x", "kind": "fact", "musst": []}', ":2: musst: Extra inputs"),
        ('{"id": "1", "lang": "en", "q": "x", "kind": "fact", "must": ["(81"]}', ":2: missing )"),
        ('{"id": "1", "lang": "en", "q": "x", "kind": "fact", "must_not": ["*"]}', ":2: nothing to repeat"),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "table.jsonl"
    path.write_text(f'{{"id": "0", "lang": "en", "q": "x", "kind": "fact"}}\n{line}\n')
    with pytest.raises(QuestionsError) as caught:
        load_rows(path)
    assert str(caught.value).startswith(f"{path}{message}")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_table_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "table.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(QuestionsError, match="cannot be read"):
        load_rows(path)


def test_every_question_is_asked_and_judged(two: Answerer) -> None:
    rows = [
        row("fact", q="turnout", must=["81.5"], cites=[[2]]),
        row("change", q="did the tide lose seats since 2016", must=["14", "12"], cites=[[3], [1]]),
        row("none", q="number of nets"),
        row("chat", q="hello"),
        row("fact", q="zorp"),
        row("none", q="turnout"),
    ]
    judged = evaluate(rows, lambda question: as_json(two.answer(question), two.texts))
    assert [each.verdict for each in judged] == [R, R, R, R, D, W]
    assert [each.row for each in judged] == rows
    assert judged[0].reply["facts"] == ["turnout"]
    assert tally(judged) == Tally(right=4, wrong=1, declined=1)


def test_shares_in_percent() -> None:
    counts = Tally(right=3, wrong=1, declined=0)
    assert counts.total == 4
    assert [counts.share(verdict) for verdict in Verdict] == [75.0, 25.0, 0.0]
    assert tally([]).share(R) == 0.0
