"""What people ask and how they word it: facts, decoys and small talk."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from knowledge.model.records import Id, Identified, Line, LocalLines, LocalText
from knowledge.model.sources import Citation
from knowledge.model.values import Value


class Asked(Identified):
    """Something people ask for: a question and many ways to word it."""

    topic: Id
    question: LocalText
    phrasings: LocalLines

    def wordings(self) -> tuple[str, ...]:
        """The question and its phrasings, in all languages."""
        return (*(text for _, text in self.question.items()), *self.phrasings.all())


class Fact(Asked):
    """One thing the bot can say, the question it answers, and where it is written."""

    answer: LocalText
    values: tuple[Value, ...] = ()
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    contradicts: tuple[Id, ...] = ()
    """Facts of the same material that say otherwise; an answer shows both sides."""
    related: tuple[Id, ...] = ()
    years: tuple[int, ...] = ()
    """Years a question about this may name, beside those in its values and phrasings."""
    also_about: tuple[Id, ...] = ()
    """Entities a question may name although no phrasing does."""


class Decoy(Asked):
    """A question people ask near the topic that the base does not answer; recognised so that it is declined."""

    nearest: tuple[Id, ...] = ()
    """Facts to offer instead."""


class Chat(Identified):
    """Small talk or a question about the bot itself, with a fixed reply."""

    kind: Literal["small_talk", "help"]
    phrasings: LocalLines
    signs: tuple[Line, ...] = ()
    """Emoji and emoticons that say the same where a message has no word."""
    reply: LocalText
