"""A small base with charts, and the command line run inside this process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.__main__ import main
from tests.small_base import small_base

Environment = dict[str, str]

PNG = b"\x89PNG\r\n\x1a\n"


def charted_base() -> dict[str, Any]:
    """The small base with a second party's seats and a chart of both."""
    files = small_base()
    tide, harbour, _ = files["entities.yaml"]
    tide |= {"colour": "#2266aa", "name": {"en": "Tide Party", "kk": "Толқын партиясы"}}
    harbour |= {"colour": "#cc8800", "name": {"en": "Harbour League", "kk": "Айлақ лигасы"}}
    files["facts/harbour.yaml"] = [
        {
            "id": "harbour-seats",
            "topic": "results",
            "question": {"en": "How many seats did the Harbour League win?"},
            "phrasings": {
                "en": [
                    "harbour league seats", "seats of the harbour league", "how many members has harbour league",
                    "number of mandates for harbour league", "how did harbour league do", "harbour league result",
                    "harbour league won how much", "mandates of harbour league",
                ]
            },
            "answer": {"en": "The Harbour League won 9 of 21 seats."},
            "values": [
                {"measure": "seats", "subject": "harbour", "election": "council-2020", "value": 9, "unit": "seats"},
            ],
            "citations": [{"paragraph": 1, "quote": "the Harbour League 9"}],
        },
    ]  # fmt: skip
    files["charts.yaml"] = [
        {
            "id": "council",
            "kind": "seats",
            "title": {"en": "The council of Lumea", "kk": "Люмеа кеңесіндегі орындар"},
            "measure": "seats",
            "subjects": ["tide", "harbour"],
            "elections": ["council-2020"],
            "shows": ["tide-seats"],
        },
    ]
    return files


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs a command over a fact base."""

    def __call__(self, *arguments: object, facts: Path | None = None) -> Ended: ...


def run_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> Ended:
    """Run the command line as `mazhilis-bot ARGUMENTS` does."""
    monkeypatch.setattr("sys.argv", ["mazhilis-bot", *arguments])
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main()
    written = capsys.readouterr()
    code = ended.value.code
    assert isinstance(code, int)
    return Ended(code, written.out, written.err)
