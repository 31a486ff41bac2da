"""`unanswered` and `feedback`: what the bot has kept, for curators."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.health import Health
from bot.kept import Cluster, clusters
from bot.settings import Settings
from bot.storage import open_storage
from bot.storage.reading import UnansweredQuestion
from knowledge.model import Language
from tests.bot.storage.support import TODAY, Calendar
from tests.bot.support import Ended, Run

EN, RU = Language.EN, Language.RU


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of its own for the database, which the command line is told of."""
    monkeypatch.setenv("BOT_DATABASE_URL", f"sqlite:///{tmp_path / 'kept' / 'bot.sqlite3'}")
    return tmp_path / "kept" / "bot.sqlite3"


def keep(file: Path, *days: dict[tuple[Language, str], int], votes: dict[tuple[str, bool], int] | None = None) -> None:
    """Keep questions, as often as given, on one day after the other, and votes."""

    async def kept() -> None:
        today = Calendar()
        settings = Settings.model_validate({"database_url": f"sqlite:///{file}"})
        storage = open_storage(settings, Health(), today=today, timeout=20)
        await storage.start()
        for questions in days:
            for (language, question), times in questions.items():
                for _ in range(times):
                    await storage.keeper.unanswered(question, language)
            today.wait(1)
        for (intent, helpful), times in (votes or {}).items():
            for _ in range(times):
                await storage.keeper.vote(intent, helpful=helpful)
        await storage.close()

    asyncio.run(kept())


def test_questions_most_frequent_first_with_the_nearest_fact(run: Run, kept: Path) -> None:
    keep(
        kept,
        {(EN, "turnout of the harbour"): 2, (EN, "who is the mayor"): 3, (RU, "кто мэр"): 1},
        {(EN, "Turnout of the harbour?"): 1, (EN, "the turnout of the harbour"): 2},
    )
    ended = run("unanswered", "--json")
    assert (ended.code, ended.err) == (0, "")
    harbour, mayor, russian = map(json.loads, ended.out.splitlines())
    assert harbour == {
        "question": "the turnout of the harbour",
        "language": "en",
        "times": 5,
        "first": "2026-03-01",
        "last": "2026-03-02",
        "also": ["turnout of the harbour", "Turnout of the harbour?"],
        "nearest": "turnout",
        "nearest_question": "What was the turnout?",
    }
    assert (mayor["question"], mayor["times"], mayor["also"]) == ("who is the mayor", 3, [])
    assert (russian["question"], russian["language"], russian["nearest"]) == ("кто мэр", "ru", None)

    ended = run("unanswered")
    assert ended.out.splitlines()[:4] == [
        "    5 × the turnout of the harbour (en, 2026-03-01 to 2026-03-02)",
        "        also: turnout of the harbour",
        "        also: Turnout of the harbour?",
        "        nearest: turnout (What was the turnout?)",
    ]
    ended = run("unanswered", "--lang", "ru", "--json")
    assert [json.loads(line)["question"] for line in ended.out.splitlines()] == ["кто мэр"]


def test_votes_worst_first(run: Run, kept: Path) -> None:
    votes = {("turnout", True): 9, ("turnout", False): 1, ("gone", False): 1, ("tide-seats", False): 6}
    keep(kept, votes=votes)
    ended = run("feedback", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert list(map(json.loads, ended.out.splitlines())) == [
        {
            "intent": "tide-seats",
            "question": "How many seats did the Tide Party win?",
            "helpful": 0,
            "not_helpful": 6,
        },
        {"intent": "gone", "question": None, "helpful": 0, "not_helpful": 1},
        {"intent": "turnout", "question": "What was the turnout?", "helpful": 9, "not_helpful": 1},
    ]
    ended = run("feedback")
    assert ended.code == 0
    assert "What was the turnout?" in ended.out
    assert "(no longer in the fact base)" in ended.out


@pytest.mark.parametrize(
    ("command", "line"),
    [("unanswered", "No unanswered questions have been kept.\n"), ("feedback", "Nobody has voted on an answer yet.\n")],
)
def test_where_nothing_has_been_kept_a_friendly_line_says_so(run: Run, kept: Path, command: str, line: str) -> None:
    assert run(command) == Ended(0, line, "")
    assert run(command, "--json") == Ended(0, "", line)
    assert not kept.exists(), "reading makes nothing"
    keep(kept)
    assert run(command) == Ended(0, line, "")
    kept.unlink()
    kept.touch()
    assert run(command) == Ended(0, line, ""), "an empty file is an empty database"


@pytest.mark.parametrize("command", ["unanswered", "feedback"])
def test_a_database_that_cannot_be_read_is_one_line(
    run: Run, kept: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.parent.mkdir()
    kept.write_bytes(b"no database at all, but long enough to be looked at as if it were one" * 20)
    line = "the database cannot be read: its file is damaged or is no database\n"
    assert run(command) == Ended(2, "", line)
    monkeypatch.setenv("BOT_DATABASE_URL", "postgresql://me:s3cret@127.0.0.1:1/x")
    assert run(command) == Ended(2, "", "the database cannot be read: the server cannot be reached\n")
    monkeypatch.setenv("BOT_DATABASE_URL", "mysql://me:s3cret@host/x")
    assert run(command) == Ended(2, "", "BOT_DATABASE_URL must start with postgresql:// or sqlite:///\n")


def test_a_database_of_a_newer_version_is_one_line(run: Run, kept: Path) -> None:
    keep(kept)
    with sqlite3.connect(kept) as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    connection.close()
    ended = run("unanswered")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(
        "the database was made by a newer version of mazhilis-bot (schema 99, this one knows 1)"
    )
    assert len(ended.err.splitlines()) == 1


def test_a_database_of_an_older_version_is_one_line(run: Run, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(kept)
    monkeypatch.setattr("bot.storage.reading.MIGRATIONS", ((), ()))
    line = "the database is of an older version: start the bot once, it brings it up to date\n"
    assert run("feedback") == Ended(2, "", line)


def asked(question: str, times: int = 1, language: Language = EN) -> UnansweredQuestion:
    return UnansweredQuestion(question, language, times, TODAY, TODAY)


def wordings(found: list[Cluster]) -> list[list[str]]:
    return [[each.question for each in cluster.all] for cluster in found]


def test_what_is_nearly_the_same_stands_together() -> None:
    found = clusters([asked("who won in Almaty", 3), asked("Who won in Almaty?", 2), asked("in Almaty who won")])
    assert wordings(found) == [["who won in Almaty", "Who won in Almaty?", "in Almaty who won"]]
    assert found[0].times == 6


def test_another_year_or_language_is_another_question() -> None:
    questions = [asked("who won in 2007"), asked("who won in 2012"), asked("who won"), asked("who won", 1, RU)]
    assert len(clusters(questions)) == len(questions)


def test_together_they_may_come_before_a_more_frequent_one() -> None:
    found = clusters([asked("turnout in Almaty", 3), asked("who is the mayor", 2), asked("who is the mayor?", 2)])
    assert [cluster.times for cluster in found] == [4, 3]


def test_ask_loads_no_database() -> None:
    program = "import sys, bot.cli; sys.exit('sqlalchemy' in sys.modules or 'bot.settings' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
