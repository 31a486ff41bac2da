"""A tiny fact base about an invented election, written to a directory for a test to break or extend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from knowledge.fingerprint import make_fingerprint

ARTICLE = """\
On 3 May 2020 the islanders of Lumea chose a new council of 21 members. The Tide Party won 12 seats and the
Harbour League 9, the harbour master said. "Nobody expected so many votes," he added.

Turnout was 81.5 percent, according to the harbour master. The fishermen's union boycotted the vote because the nets
had not been counted.
"""


def small_base() -> dict[str, Any]:
    """File name -> content of a sound base."""
    return {
        "base.yaml": {
            "id": "lumea-2020",
            "title": {"en": "the council election of Lumea"},
            "material": "harbour-gazette",
            "election": "council-2020",
            "commands": {"results": ["tide-seats"]},
            "examples": ["tide-seats", "turnout"],
        },
        "thresholds.yaml": {
            "en": {
                "accept": 0.4, "choice": 0.25, "rival": 0.95, "together": 0.8, "chat": 0.5, "high": 0.8, "medium": 0.6,
            },
        },
        "sources.yaml": [
            {
                "id": "harbour-gazette", "title": "Council chosen", "publisher": "Harbour Gazette", "role": "material",
                "fingerprint": "gazette.fingerprint",
            },
            {
                "id": "almanac", "title": "Almanac of Lumea", "publisher": "Lumea Press", "role": "second",
                "date": "2021",
            },
        ],
        "entities.yaml": [
            {"id": "tide", "type": "party", "name": {"en": "Tide Party"}, "aliases": {"en": ["tide", "tyde party"]}},
            {"id": "harbour", "type": "party", "name": {"en": "Harbour League"}},
            {
                "id": "council-2020", "type": "election", "name": {"en": "council election"}, "context": True,
                "year": 2020,
            },
        ],
        "facts/results.yaml": [
            {
                "id": "tide-seats", "topic": "results",
                "question": {"en": "How many seats did the Tide Party win?"},
                "phrasings": {"en": [
                    "tide party seats", "seats of the tide", "how many members has tide",
                    "did tide win a majority", "number of mandates for tide", "how did tide do", "tide result",
                    "tide won how much",
                ]},
                "answer": {"en": "The Tide Party won 12 of 21 seats."},
                "values": [
                    {"measure": "seats", "subject": "tide", "election": "council-2020", "value": 12, "unit": "seats"},
                ],
                "citations": [{"paragraph": 1, "quote": "The Tide Party won 12 seats"}],
                "related": ["turnout"],
            },
        ],
        "facts/vote.yaml": [
            {
                "id": "turnout", "topic": "vote",
                "question": {"en": "What was the turnout?"},
                "phrasings": {"en": [
                    "turnout", "how many people voted", "voter participation", "share of islanders who voted",
                    "percent that cast a ballot", "did many people come to vote", "how high was participation",
                    "how many islanders took part",
                ]},
                "answer": {"en": "Turnout was 81.5 percent, the harbour master said."},
                "citations": [{"paragraph": 2, "quote": "Turnout was 81.5 percent"}],
            },
        ],
        "decoys/sea.yaml": [
            {
                "id": "nets", "topic": "vote", "question": {"en": "How many nets are there?"},
                "phrasings": {"en": ["number of nets", "how many nets", "nets counted"]}, "nearest": ["turnout"],
            },
        ],
        "chat.yaml": [
            {
                "id": "greeting", "kind": "small_talk", "phrasings": {"en": ["hello", "hi there", "good morning"]},
                "reply": {"en": "Hello!"},
            },
        ],
        "caveats.yaml": [
            {
                "id": "turnout-rounded", "kind": "imprecise", "paragraphs": [2], "facts": ["turnout"],
                "text": {"en": "The almanac prints 81.47 percent."},
                "citations": [{"source": "almanac", "quote": "turnout of 81.47 percent"}],
            },
        ],
    }  # fmt: skip


def write_base(directory: Path, files: dict[str, Any] | None = None, article: str = ARTICLE) -> Path:
    """Write a base (the sound one if not given) and the fingerprint of its article; returns the directory."""
    for name, content in (small_base() if files is None else files).items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
    (directory / "gazette.fingerprint").write_text(make_fingerprint(article).dump(), encoding="utf-8")
    return directory
