"""`chat`: a conversation in the terminal."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from bot.opening import open_answerer
from bot.talking import talk
from knowledge.answer import Answerer
from knowledge.model import Language
from tests.bot.support import charted_base
from tests.small_base import write_base

SEATS = "The Tide Party won 12 of 21 seats."
LEAGUE = "The Harbour League won 9 of 21 seats."
TURNOUT = "Turnout was 81.5 percent, the harbour master said."
WELCOME = "I answer questions about the council election of Lumea"
SIZE = "The council has 21 members."
WHICH = "Which of these do you mean?"
WRITTEN = "That is written here:"
ALL = "That is all I have on this."
NONE = "I have no answer to that"
UNCLEAR = "how many islanders"
BODIES = (SEATS, LEAGUE, TURNOUT, SIZE, WHICH, WRITTEN, ALL, NONE)
COUNCIL = {
    "id": "council-size",
    "topic": "council",
    "question": {"en": "How many islanders sit on the council?"},
    "phrasings": {
        "en": [
            "size of the council", "how many islanders are members", "members of the council", "how big is the council",
            "how many sit there", "number of members", "how many islanders can be members", "how large a council",
        ]
    },
    "answer": {"en": SIZE},
    "citations": [{"paragraph": 1, "quote": "a new council of 21 members"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def answerer(lumea: Path, tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """Answers about the small base with charts."""
    return open_answerer(lumea, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def unsure(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """Is never sure enough to answer: offers choices."""
    files = charted_base()
    files["thresholds.yaml"]["en"] |= {"accept": 1.0, "choice": 0.05}
    files["facts/council.yaml"] = [COUNCIL]
    return open_answerer(write_base(tmp_path_factory.mktemp("unsure"), files), tmp_path_factory.mktemp("cache"))


class Terminal(io.TextIOWrapper):
    """What somebody types at a terminal; `interrupt` is Ctrl-C."""

    interrupt = "^C\n"

    def __init__(self, typed: str) -> None:
        super().__init__(io.BytesIO(typed.encode()))

    def isatty(self) -> bool:
        return True

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # text, not bytes
        line = super().readline(size)
        if line == self.interrupt:
            raise KeyboardInterrupt
        return line


def said(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answerer: Answerer,
    *lines: str,
    language: Language | None = None,
) -> list[str]:
    """The lines of the conversation, without blank ones."""
    typed = io.TextIOWrapper(io.BytesIO("".join(f"{line}\n" for line in lines).encode()))
    monkeypatch.setattr("sys.stdin", typed)
    talk(answerer, language)
    return [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]


def answers(lines: list[str]) -> list[str]:
    """How the replies begin that the invented election has, in order."""
    return [begins for line in lines for begins in BODIES if line.startswith(begins)]


def test_it_begins_with_a_welcome_and_ends_with_the_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answerer: Answerer
) -> None:
    lines = said(monkeypatch, capsys, answerer)
    assert lines[0].startswith(WELCOME)
    assert answers(lines) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["tide seats", "turnout"], [SEATS, TURNOUT]),
        (["tide seats", "and the harbour league?"], [SEATS, LEAGUE]),
        (["tide seats", "source?"], [SEATS, WRITTEN]),
        (["tide seats", "more", "source?"], [SEATS, TURNOUT, WRITTEN]),
        (["turnout", "more"], [TURNOUT, ALL]),
        (["tide seats", "how many nets", "and the harbour league?"], [SEATS, NONE, LEAGUE]),
        (["", "   ", "turnout", ""], [TURNOUT]),
        (["1", "turnout"], [NONE, TURNOUT]),
    ],
    ids=" | ".join,
)
def test_follow_ups_build_on_the_last_answer(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answerer: Answerer,
    typed: list[str],
    expected: list[str],
) -> None:
    assert answers(said(monkeypatch, capsys, answerer, *typed)) == expected


def test_the_source_of_a_follow_up_is_that_of_the_last_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answerer: Answerer
) -> None:
    lines = said(monkeypatch, capsys, answerer, "tide seats", "and the harbour league?", "source?")
    assert lines[-3:] == [
        WRITTEN,
        "“the Harbour League 9”",
        "— Harbour Gazette, “Council chosen”, paragraph 1",
    ]


def test_a_choice_is_made_by_its_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], unsure: Answerer
) -> None:
    lines = said(monkeypatch, capsys, unsure, UNCLEAR)
    offered = [line for line in lines[lines.index(WHICH) :] if re.match(r"\d\. ", line)]
    assert [line.split(". ", 1)[0] for line in offered] == [str(n) for n in range(1, len(offered) + 1)]
    by_question = {
        "How many islanders sit on the council?": SIZE,
        "What was the turnout?": TURNOUT,
    }
    assert len(offered) == 2
    for line in offered:
        number, question = line.split(". ", 1)
        chosen = answers(said(monkeypatch, capsys, unsure, UNCLEAR, number, "source?"))
        assert chosen == [WHICH, by_question[question], WRITTEN]


@pytest.mark.parametrize("typed", ["0", "4", "99", "1234567", "-1", "²", "١", "1.", "9" * 5000])
def test_what_is_no_number_of_a_choice_is_a_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], unsure: Answerer, typed: str
) -> None:
    found = answers(said(monkeypatch, capsys, unsure, UNCLEAR, typed))
    assert found == [WHICH, NONE]


def test_a_number_is_no_choice_once_something_else_was_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], unsure: Answerer
) -> None:
    found = answers(said(monkeypatch, capsys, unsure, UNCLEAR, "1", "1"))
    assert (found[0], found[2]) == (WHICH, NONE)


@pytest.mark.parametrize("leaving", ["/quit", "/exit", "/q", "exit", "quit", "  quit  "])
def test_leaving(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answerer: Answerer, leaving: str
) -> None:
    assert answers(said(monkeypatch, capsys, answerer, "turnout", leaving, "tide seats")) == [TURNOUT]


@pytest.mark.parametrize("end", ["", Terminal.interrupt])
def test_at_a_terminal_the_end_of_input_and_ctrl_c_leave_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answerer: Answerer, end: str
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(f"turnout\n{end}"))
    talk(answerer, None)
    lines = capsys.readouterr().out.splitlines()
    assert answers(lines) == [TURNOUT]


def test_the_language_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answerer: Answerer
) -> None:
    lines = said(monkeypatch, capsys, answerer, "tide seats", language=Language.RU)
    assert not lines[0].startswith(WELCOME)
    assert "— Harbour Gazette, «Council chosen», абзац 1" in lines


def test_lines_that_are_no_utf_8_are_questions_like_any_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answerer: Answerer
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\xfd\nturnout")))
    talk(answerer, None)
    assert answers(capsys.readouterr().out.splitlines()) == [NONE, TURNOUT]
