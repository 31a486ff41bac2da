"""Everything `knowledge` raises on purpose.

KnowledgeError
├── FactBaseError      the fact base is wrong; carries every problem found
├── DraftError         no fact can be drafted from what was given
└── QuestionsError     a file of test questions is wrong
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a fact base: where it stands and what to do about it."""

    file: str
    """Path of the file inside the fact base, with forward slashes."""
    item: str
    """Id of the fact, entity, source ... or `-` when the file as a whole is meant."""
    field: str
    """Field of the item, dotted (`citations.0.quote`), or `-`."""
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.item}: {self.field}: {self.message}"


class KnowledgeError(Exception):
    """Root of the errors that this package raises; the text may be shown to the operator."""


class FactBaseError(KnowledgeError):
    """The fact base does not load. `problems` is never empty and is sorted by file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DraftError(KnowledgeError):
    """No fact can be drafted; the text says what is wrong with the quotation, id or topic."""


class QuestionsError(KnowledgeError):
    """A file of questions for `evaluate` cannot be read; the text says file and line."""
