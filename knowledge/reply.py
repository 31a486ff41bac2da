"""What the bot says: one shape for every surface. The terminal, JSON and Telegram only render it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.decide import Band
from knowledge.model import Citation, Language, Source, SourceRole


class ReplyKind(StrEnum):
    """The kinds of reply; the values are part of the JSON contract."""

    FACT = "fact"
    COMPARISON = "comparison"
    CLARIFICATION = "clarification"
    NO_ANSWER = "no_answer"
    SMALL_TALK = "small_talk"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Passage:
    """A citation with the source it is from."""

    citation: Citation
    source: Source

    @property
    def checked(self) -> bool:
        """Whether the quoted words were checked by machine: those of the material are."""
        return self.source.role is SourceRole.MATERIAL


class NoteKind(StrEnum):
    """Why a note stands under an answer."""

    CONTRADICTION = "contradiction"
    CAVEAT = "caveat"


@dataclass(frozen=True, slots=True)
class Note:
    """One line under an answer: the other side of a contradiction, or what is wrong with the source."""

    kind: NoteKind
    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to tap: the intent it leads to and how it reads."""

    intent: str
    question: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply. Facts and comparisons have passages; the other kinds have none."""

    question: str
    kind: ReplyKind
    language: Language
    body: str
    passages: tuple[Passage, ...] = ()
    notes: tuple[Note, ...] = ()
    facts: tuple[str, ...] = ()
    """Ids of the facts that the answer rests on."""
    confidence: float = 0.0
    band: Band = Band.LOW
    suggestions: tuple[Suggestion, ...] = ()
    """Choices of a clarification; related or example questions otherwise."""
    chart: str | None = None
    """Id of the chart that shows the numbers of the answer, if there is one."""
    intent: str | None = None
    """Id of the fact or comparison that is the answer, the first where there are several."""
    since: str | None = None
    """Id of the comparison that says how what a fact tells changed since the election before, if there is one."""

    @property
    def all_passages(self) -> tuple[Passage, ...]:
        """Passages of the answer and of its notes, each once, in order."""
        noted = (passage for note in self.notes for passage in note.passages)
        return tuple(dict.fromkeys((*self.passages, *noted)))
