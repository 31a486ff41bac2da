"""`unanswered` and `feedback`: what people asked in vain, and what they thought of the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import typer
from rapidfuzz import fuzz, process, utils
from rich.table import Table
from rich.text import Text

from bot.settings import Settings
from bot.storage.reading import UnansweredQuestion, Votes, read_unanswered, read_votes
from bot.terminal import console_for_people
from knowledge.answer import Answerer
from knowledge.intents import IntentKind
from knowledge.model import Language

ALIKE = 85.0
"""Similarity, 0 to 100, from which two questions are taken for one."""
Record = dict[str, Any]
"""One line of JSON; fields may be added, none removed."""

MOST = 2_000
"""The most frequent questions, which alone are looked at; comparing all with all takes time."""


@dataclass
class Cluster:
    """Questions that are nearly the same; the most frequent wording speaks for them."""

    leader: UnansweredQuestion
    others: list[UnansweredQuestion] = field(default_factory=list)

    @property
    def all(self) -> Sequence[UnansweredQuestion]:
        """All wordings, the most frequent first."""
        return [self.leader, *self.others]

    @property
    def times(self) -> int:
        """How often it was asked in one wording or another."""
        return sum(each.times for each in self.all)


def clusters(questions: Iterable[UnansweredQuestion]) -> list[Cluster]:
    """Questions of one language that are nearly the same, together; most frequent first.

    The same words with another year are another question.

    Args:
        questions: most frequent first.
    """
    found: dict[tuple[Language, frozenset[str]], dict[str, Cluster]] = {}
    for each in questions:
        text = utils.default_process(each.question)
        years = frozenset(word[:4] for word in text.split() if word[:4].isdigit())
        alike = found.setdefault((each.language, years), {})
        nearest = process.extractOne(text, alike.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        if nearest is None:
            alike[text] = Cluster(each)
        else:
            alike[nearest[0]].others.append(each)
    every = (cluster for alike in found.values() for cluster in alike.values())
    return sorted(every, key=lambda cluster: (-cluster.times, cluster.leader.question))


def nearest(answerer: Answerer, question: UnansweredQuestion) -> str | None:
    """Id of the fact or comparison that comes nearest to a question, also one that a gate put out; None for none."""
    ranking = answerer.explain(question.question, question.language).finding.ranking
    candidates = [each for each in (*ranking.passed, *ranking.rejected) if each.intent.kind is not IntentKind.DECOY]
    best = max(candidates, key=lambda candidate: candidate.score, default=None)
    return best.intent.id if best is not None else None


def show_unanswered(
    settings: Settings, answerer: Answerer, language: Language | None, write: Callable[[Record], None] | None
) -> None:
    """Show what people asked that found no answer, most frequent first.

    Args:
        settings: where it is kept.
        answerer: knows which fact comes nearest.
        language: only questions in this one, if given.
        write: takes each record for a program; for people if not given.

    Raises:
        ConfigurationError: the database cannot be read.
    """
    questions = asyncio.run(read_unanswered(settings, language))
    if not questions:
        typer.echo("No unanswered questions have been kept.", err=write is not None)
    for cluster in clusters(questions[:MOST]):
        record = _unanswered_record(answerer, cluster)
        if write is not None:
            write(record)
        else:
            _print_unanswered(record)


def _unanswered_record(answerer: Answerer, cluster: Cluster) -> Record:
    leader = cluster.leader
    fact = nearest(answerer, leader)
    return {
        "question": leader.question,
        "language": leader.language.value,
        "times": cluster.times,
        "first": min(each.first for each in cluster.all).isoformat(),
        "last": max(each.last for each in cluster.all).isoformat(),
        "also": [each.question for each in cluster.others],
        "nearest": fact,
        "nearest_question": _question(answerer, fact, leader.language) if fact is not None else None,
    }


def _print_unanswered(record: Record) -> None:
    console = console_for_people()
    days = record["last"] if record["first"] == record["last"] else f"{record['first']} to {record['last']}"
    console.print(
        Text(f"{record['times']:>5} ×"), Text(record["question"], style="bold"), Text(f"({record['language']}, {days})")
    )
    for other in record["also"]:
        console.print(Text(f"        also: {other}", style="dim"))
    if record["nearest"] is not None:
        console.print(Text(f"        nearest: {record['nearest']} ({record['nearest_question']})", style="cyan"))


def show_feedback(settings: Settings, answerer: Answerer, write: Callable[[Record], None] | None) -> None:
    """Show the votes for each answer, the worst first: by the share of "not helpful", few votes weighing less.

    Args:
        settings: where they are kept.
        answerer: knows what question each answers.
        write: takes each record for a program; for people if not given.

    Raises:
        ConfigurationError: the database cannot be read.
    """
    votes = sorted(asyncio.run(read_votes(settings)), key=lambda each: (-_dislike(each), each.intent))
    records = [
        {
            "intent": each.intent,
            "question": _question(answerer, each.intent, Language.EN),
            "helpful": each.helpful,
            "not_helpful": each.not_helpful,
        }
        for each in votes
    ]
    if not records:
        typer.echo("Nobody has voted on an answer yet.", err=write is not None)
    elif write is not None:
        for record in records:
            write(record)
    else:
        console_for_people().print(_feedback_table(records))


def _dislike(votes: Votes) -> float:
    """Share of "not helpful", 0 to 1, as if one of each had been cast before: one vote alone says little."""
    return (votes.not_helpful + 1) / (votes.helpful + votes.not_helpful + 2)


def _question(answerer: Answerer, intent: str, language: Language) -> str | None:
    """The question that a fact or comparison answers; None if the fact base does not hold it any more."""
    reply = answerer.chosen(intent, language)
    return reply.question if reply is not None else None


def _feedback_table(records: Iterable[Record]) -> Table:
    table = Table()
    for heading in ("answer", "question"):
        table.add_column(heading)
    for heading in ("helpful", "not helpful"):
        table.add_column(heading, justify="right")
    for each in records:
        question = each["question"] or "(no longer in the fact base)"
        table.add_row(Text(each["intent"]), Text(question), str(each["helpful"]), str(each["not_helpful"]))
    return table
