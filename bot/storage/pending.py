"""What is to be written: changes in memory, made one of each kind where they are alike, and bounded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import answered_update, chat_language, feedback, unanswered, upsert
from knowledge.model import Language

MOST = 10_000
"""Changes of each kind that are held while the database is away; of updates and languages the newest are."""

K = TypeVar("K")
V = TypeVar("V")


@dataclass
class Pending:
    """Changes on their way into the database."""

    languages: dict[int, Language | None] = field(default_factory=dict)
    """By chat; None for one that chose none any more."""
    votes: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """By intent and whether it was found helpful."""
    unanswered: Counter[tuple[date, Language, str]] = field(default_factory=Counter)
    """By day, language and scrubbed text."""
    updates: dict[int, date] = field(default_factory=dict)
    """By number: the day an update was answered."""

    def __bool__(self) -> bool:
        return bool(self.languages or self.votes or self.unanswered or self.updates)

    def choose(self, chat: int, language: Language | None) -> None:
        """A chat chose a language."""
        _newest_last(self.languages, chat, language)

    def vote(self, intent: str, *, helpful: bool) -> None:
        """One vote more."""
        _count(self.votes, (intent, helpful), 1)

    def unanswered_once(self, day: date, language: Language, question: str) -> None:
        """A scrubbed question found no answer once more."""
        _count(self.unanswered, (day, language, question), 1)

    def answered(self, update: int, day: date) -> None:
        """An update has been answered."""
        _newest_last(self.updates, update, day)

    def put_back(self, older: Pending) -> None:
        """Take in what was put before this and could not be written."""
        newer_languages, newer_updates = self.languages, self.updates
        self.languages, self.updates = older.languages, older.updates
        for chat, language in newer_languages.items():
            self.choose(chat, language)
        for update, day in newer_updates.items():
            self.answered(update, day)
        for vote, times in older.votes.items():
            _count(self.votes, vote, times)
        for question, times in older.unanswered.items():
            _count(self.unanswered, question, times)

    async def write(self, connection: AsyncConnection, bot: int) -> None:
        """Write everything. Rows go in order, so that replicas do not wait for each other crosswise.

        Args:
            connection: in a transaction.
            bot: whose updates these are.
        """
        chosen = [{"chat": chat, "language": language} for chat, language in sorted(self.languages.items()) if language]
        forgotten = [chat for chat, language in self.languages.items() if language is None]
        if chosen:
            language_in = upsert(connection, chat_language)
            await connection.execute(
                language_in.on_conflict_do_update(
                    index_elements=[chat_language.c.chat], set_={"language": language_in.excluded.language}
                ),
                chosen,
            )
        if forgotten:
            await connection.execute(delete(chat_language).where(chat_language.c.chat.in_(forgotten)))
        if self.votes:
            await self._write_votes(connection)
        if self.unanswered:
            await self._write_unanswered(connection)
        if self.updates:
            update_in = upsert(connection, answered_update)
            await connection.execute(
                update_in.on_conflict_do_update(
                    index_elements=[answered_update.c.bot, answered_update.c.id],
                    # Numbers may come again after a quiet week; then the day is what tells them apart.
                    set_={"day": update_in.excluded.day},
                ),
                [{"bot": bot, "id": id_, "day": day} for id_, day in sorted(self.updates.items())],
            )

    async def _write_votes(self, connection: AsyncConnection) -> None:
        vote_in = upsert(connection, feedback)
        await connection.execute(
            vote_in.on_conflict_do_update(
                index_elements=[feedback.c.intent],
                set_={
                    "helpful": feedback.c.helpful + vote_in.excluded.helpful,
                    "not_helpful": feedback.c.not_helpful + vote_in.excluded.not_helpful,
                },
            ),
            [
                {"intent": intent, "helpful": self.votes[intent, True], "not_helpful": self.votes[intent, False]}
                for intent in sorted({intent for intent, _ in self.votes})
            ],
        )

    async def _write_unanswered(self, connection: AsyncConnection) -> None:
        question_in = upsert(connection, unanswered)
        await connection.execute(
            question_in.on_conflict_do_update(
                index_elements=[unanswered.c.day, unanswered.c.language, unanswered.c.question],
                set_={"times": unanswered.c.times + question_in.excluded.times},
            ),
            [
                {"day": day, "language": language, "question": question, "times": times}
                for (day, language, question), times in sorted(self.unanswered.items())
            ],
        )


def _newest_last(changes: dict[int, V], key: int, value: V) -> None:
    changes.pop(key, None)
    changes[key] = value
    if len(changes) > MOST:
        del changes[next(iter(changes))]


def _count(counts: Counter[K], key: K, times: int) -> None:
    """Count what was counted before, and new things as long as there is room."""
    if key in counts or len(counts) < MOST:
        counts[key] += times
