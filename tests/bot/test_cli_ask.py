"""`ask`, as somebody or some script calls it."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lines import MAX_LINE, as_text, read_lines
from tests.bot.support import Environment, Run

ROOT = Path(__file__).parents[2]
FIELDS = {
    "question": str,
    "kind": str,
    "language": str,
    "text": str,
    "facts": list,
    "citations": list,
    "confidence": float,
    "band": str,
    "suggestions": list,
}
KINDS = {"fact", "comparison", "clarification", "no_answer", "small_talk", "help"}


def bot(environment: Environment, *arguments: str | bytes, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run `python -m bot` as a process of its own."""
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, input=typed, capture_output=True, env=environment, cwd=ROOT, timeout=30, check=False)


def check_shape(reply: dict[str, Any]) -> None:
    """What users of the JSON build on."""
    assert {name: type(reply[name]) for name in FIELDS} == FIELDS
    assert reply["kind"] in KINDS
    assert reply["language"] in {"en", "ru", "kk"}
    assert reply["band"] in {"high", "medium", "low"}
    assert 0 <= reply["confidence"] <= 1
    for citation in reply["citations"]:
        assert citation.keys() >= {"source", "paragraph", "quote", "locator"}
    assert bool(reply["facts"]) == (reply["kind"] in {"fact", "comparison"})


def test_a_question_is_answered_with_quotation_source_and_caveat(process_environment: Environment) -> None:
    done = bot(process_environment, "ask", "What was the turnout?")
    lines = [line.strip() for line in done.stdout.decode().splitlines() if line.strip()]
    assert lines == [
        "Turnout was 81.5 percent, the harbour master said.",
        "“Turnout was 81.5 percent”",
        "— Harbour Gazette, “Council chosen”, paragraph 2",
        "Note: The almanac prints 81.47 percent.",
    ]
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_json_answer_is_one_line_of_utf_8_whatever_the_locale(process_environment: Environment) -> None:
    done = bot(process_environment | {"LC_ALL": "C", "PYTHONUTF8": "0"}, "ask", "--json", "tide seats")
    assert (done.returncode, done.stderr) == (0, b"")
    (line,) = done.stdout.decode("utf-8").splitlines()
    reply = json.loads(line)
    check_shape(reply)
    assert reply.pop("confidence") > 0
    assert reply.pop("band") in {"high", "medium"}
    assert reply == {
        "question": "tide seats",
        "kind": "fact",
        "language": "en",
        "text": "The Tide Party won 12 of 21 seats.\n\n“The Tide Party won 12 seats”\n"
        "— Harbour Gazette, “Council chosen”, paragraph 1",
        "facts": ["tide-seats"],
        "citations": [
            {
                "source": "harbour-gazette",
                "paragraph": 1,
                "quote": "The Tide Party won 12 seats",
                "locator": None,
            }
        ],
        "suggestions": ["What was the turnout?"],
    }


def test_one_line_out_for_each_line_in_in_order_whatever_the_bytes(process_environment: Environment) -> None:
    lines = [
        b"tide seats",
        b"",
        b"\xff\xfe\x00\x80 junk",
        b"turnout " * (2 * MAX_LINE // 8),
        "жауап бар ма? 🦭".encode(),
        b"\xed\xa0\x80",
        b"  ",
        b"turnout\r",
        b"harbour league seats",
    ]
    done = bot(process_environment, "ask", "--jsonl", typed=b"\n".join(lines))
    assert (done.returncode, done.stderr) == (0, b"")
    replies = [json.loads(line) for line in done.stdout.decode("utf-8").split("\n")[:-1]]
    assert len(replies) == len(lines)
    for reply in replies:
        check_shape(reply)
    assert [replies[number]["facts"] for number in (0, 7, 8)] == [["tide-seats"], ["turnout"], ["harbour-seats"]]
    assert [replies[number]["kind"] for number in (1, 2, 5, 6)] == ["no_answer"] * 4
    assert replies[4]["question"] == "жауап бар ма? 🦭"


def test_each_answer_is_sent_before_the_next_question_comes(process_environment: Environment) -> None:
    command = [sys.executable, "-m", "bot", "ask", "--jsonl"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=process_environment, cwd=ROOT
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        giving_up = Timer(20, process.kill)
        giving_up.start()
        for question, fact in (("tide seats", "tide-seats"), ("turnout", "turnout")):
            process.stdin.write(f"{question}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["facts"] == [fact]
        giving_up.cancel()
        process.stdin.close()
        assert process.wait(10) == 0


def test_whoever_stops_reading_gets_no_complaint(process_environment: Environment) -> None:
    command = [sys.executable, "-m", "bot", "ask", "--jsonl"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=process_environment,
        cwd=ROOT,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"tide seats\n")
        process.stdin.flush()
        assert process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"turnout\n")
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(10) == 0


def test_undecodable_bytes_in_an_argument(process_environment: Environment) -> None:
    done = bot(process_environment, "ask", "--json", b"turnout \xff")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["question"] == "turnout \ufffd"


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "--json"],
        ["ask", "--jsonl", "turnout"],
        ["ask", "--lang", "de", "turnout"],
        ["ask", "--nonsense", "turnout"],
        ["ask", "two", "questions"],
        ["nonsense"],
    ],
)
def test_usage_errors_exit_with_2(run: Run, arguments: list[str]) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Error" in ended.err


@pytest.mark.parametrize(("language", "written"), [("ru", "абзац 1"), ("kk", "1-абзац"), ("en", "paragraph 1")])
def test_the_language_of_the_reply_can_be_chosen(run: Run, language: str, written: str) -> None:
    ended = run("ask", "--json", "--lang", language, "tide seats")
    reply = json.loads(ended.out)
    assert (ended.code, reply["language"], reply["facts"]) == (0, language, ["tide-seats"])
    assert written in reply["text"]


def test_an_explanation_stands_under_the_answer(run: Run) -> None:
    ended = run("ask", "--explain", "tide seats 2020?")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("The Tide Party won 12 of 21 seats.")
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert {"language en", "names tide (party)", "years 2020", "decision: answer (tide-seats)"} <= set(lines)
    assert any(line.startswith("tide-seats fact ") for line in lines)


def test_a_script_gets_the_explanation_as_an_object(run: Run) -> None:
    reply = json.loads(run("ask", "--explain", "--json", "tide seats in 2031").out)
    check_shape(reply)
    explained = reply["explain"]
    assert explained["understood"]["years"] == [2031]
    assert [(each["id"], each["gate"], each["gate_named"]) for each in explained["kept_out"]][:1] == [
        ("tide-seats", "year", "2031")
    ]
    assert explained["decision"]["outcome"] == "no answer"
    assert "explain" not in json.loads(run("ask", "--json", "tide seats").out)


def test_a_broken_fact_base_is_one_line_for_each_mistake(run: Run, tmp_path: Path) -> None:
    ended = run("ask", "turnout", facts=tmp_path / "nowhere")
    assert (ended.code, ended.out) == (1, "")
    assert "fact base: base.yaml: -: -: cannot be read: No such file or directory" in ended.err.splitlines()
    assert all(line.startswith("fact base: ") for line in ended.err.splitlines())


@given(lines=st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line)), ended=st.booleans())
def test_as_many_questions_as_lines(lines: list[bytes], ended: bool) -> None:
    stream = BytesIO(b"\n".join(lines) + (b"\n" if ended and lines else b""))
    expected = [line.decode("utf-8", "replace").rstrip("\r") for line in lines]
    if not ended and lines and not lines[-1]:
        del expected[-1]  # what is empty after the last line end is no line
    assert list(read_lines(stream)) == expected


@pytest.mark.parametrize("length", [MAX_LINE - 1, MAX_LINE, MAX_LINE + 1, 3 * MAX_LINE])
def test_of_a_long_line_only_the_beginning_is_kept(length: int) -> None:
    questions = list(read_lines(BytesIO(b"x" * length + b"\nnext\n")))
    assert questions == ["x" * min(length, MAX_LINE), "next"]


@given(st.binary())
def test_any_argument_becomes_text_that_can_be_written(argument: bytes) -> None:
    as_text(argument.decode("utf-8", "surrogateescape")).encode("utf-8")
