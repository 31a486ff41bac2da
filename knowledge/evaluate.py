"""How good are the answers? Question tables in, counts out.

A table is a file of JSON objects, one a line: `q` (what was typed), `lang`, `kind` (fact, change, none,
chat), `must` and `must_not` (regular expressions searched in the reply's text, ignoring case), `cites`
(groups of paragraphs; one of each group must be cited) and `tags`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from knowledge.errors import QuestionsError
from knowledge.model import Language, Record
from knowledge.reply import ReplyKind


class Row(Record):
    """One question with what a right answer holds."""

    id: str
    lang: Language
    q: str
    kind: Literal["fact", "change", "none", "chat"]
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    cites: tuple[tuple[int, ...], ...] = ()
    tags: tuple[str, ...] = ()
    note: str = Field(default="", repr=False)


class Verdict(StrEnum):
    """What became of a row."""

    RIGHT = "right"
    WRONG = "wrong"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with the reply it got (in the JSON shape) and the verdict."""

    row: Row
    reply: Mapping[str, Any]
    verdict: Verdict


Ask = Callable[[str], Mapping[str, Any]]
"""A question to a reply in the JSON shape."""

_ANSWERED = frozenset({ReplyKind.FACT.value, ReplyKind.COMPARISON.value})
_CHATTED = frozenset({ReplyKind.SMALL_TALK.value, ReplyKind.HELP.value})


def load_rows(path: Path) -> list[Row]:
    """The rows of one table. Raises QuestionsError that names the file and line of the first mistake."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"{path}: cannot be read: {error}") from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = Row.model_validate_json(line)
            for pattern in (*row.must, *row.must_not):
                re.compile(pattern)
        except (ValidationError, re.error) as error:
            first = str(error).splitlines()[0] if isinstance(error, re.error) else _first(error)
            raise QuestionsError(f"{path}:{number}: {first}") from error
        rows.append(row)
    return rows


def _first(error: ValidationError) -> str:
    detail = error.errors(include_url=False)[0]
    return f"{'.'.join(map(str, detail['loc'])) or 'row'}: {detail['msg']}"


def judge(row: Row, reply: Mapping[str, Any]) -> Verdict:
    """The verdict on one reply, by the rules that stand beside the question tables."""
    kind = reply["kind"]
    if row.kind == "none":
        planted = any(re.search(pattern, reply["text"], re.IGNORECASE) for pattern in row.must_not)
        answered = kind in _ANSWERED and "secondary" not in row.tags
        return Verdict.WRONG if answered or (planted and "secondary" not in row.tags) else Verdict.RIGHT
    if row.kind == "chat":
        if kind in _CHATTED:
            return Verdict.RIGHT
        return Verdict.WRONG if kind in _ANSWERED else Verdict.DECLINED
    if kind not in _ANSWERED:
        return Verdict.WRONG if kind in _CHATTED else Verdict.DECLINED
    cited = {citation["paragraph"] for citation in reply["citations"]}
    holds = (
        all(re.search(pattern, reply["text"], re.IGNORECASE) for pattern in row.must)
        and not any(re.search(pattern, reply["text"], re.IGNORECASE) for pattern in row.must_not)
        and all(cited.intersection(group) for group in row.cites)
    )
    return Verdict.RIGHT if holds else Verdict.WRONG


def evaluate(rows: Iterable[Row], ask: Ask) -> list[Judged]:
    """Ask every row's question and judge the reply."""
    judged = []
    for row in rows:
        reply = ask(row.q)
        judged.append(Judged(row, reply, judge(row, reply)))
    return judged


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of verdicts over some rows."""

    right: int
    wrong: int
    declined: int

    @property
    def total(self) -> int:
        """All rows."""
        return self.right + self.wrong + self.declined

    def share(self, verdict: Verdict) -> float:
        """Share of a verdict in percent; 0 for no rows."""
        return 100 * getattr(self, verdict.value) / self.total if self.total else 0.0


def tally(judged: Iterable[Judged]) -> Tally:
    """Count the verdicts."""
    counts = Counter(each.verdict for each in judged)
    return Tally(counts[Verdict.RIGHT], counts[Verdict.WRONG], counts[Verdict.DECLINED])
