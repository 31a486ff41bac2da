"""Another election's fact base, with the real command line and the real application: no code knows about one."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.opening import open_answerer
from knowledge.answer import Answerer
from tests.bot.support import PNG, Environment, Run
from tests.handlers.support import PrivateChat, private_chat
from tests.telegram_support import Call

BASE = Path(__file__).parents[1] / "another_base"
ARTICLE = BASE / "article.txt"
OTHERS = ("2021", "Nazarbayev", "GlobalSecurity", "boycott")
"""Words of the base that ships; they have no business here."""


@pytest.fixture
def run(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs commands with `BOT_FACTS` set to the other base."""
    monkeypatch.setenv("BOT_FACTS", str(BASE))
    return run


@pytest.fixture
def another(process_environment: Environment) -> Answerer:
    return open_answerer(BASE, Path(process_environment["BOT_DATA_DIR"]) / "cache")


@pytest.fixture
async def chat(another: Answerer) -> AsyncIterator[PrivateChat]:
    async with private_chat(another) as opened:
        yield opened


def ask(run: Run, question: str) -> dict[str, Any]:
    ended = run("ask", "--json", question)
    assert (ended.code, ended.err) == (0, "")
    reply: dict[str, Any] = json.loads(ended.out)
    return reply


def texts(calls: list[Call]) -> str:
    return "\n".join(call.text or call.caption for call in calls)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("who won?", "results"),
        ("seats per party please", "results"),
        ("what was the turnuot", "turnout"),
        ("turnout in 2012", "turnout-2012"),
        ("Nur Otan votes", "nur-otan-votes"),
        ("who won in 2012", "results-2012"),
        ("why was the vote early?", "why-early"),
        ("What did OSCE observers find", "observers"),
        ("how many women were candidates", "women"),
        ("which parties did not get in", "outside"),
    ],
)
def test_questions_are_answered_from_it(run: Run, question: str, fact: str) -> None:
    reply = ask(run, question)
    assert (reply["kind"], reply["facts"][0]) == ("fact", fact)


@pytest.mark.parametrize(
    "question",
    [
        "turnout in 2021",
        "results of 2007",
        "turnout in Almaty",
        "who won in Kyrgyzstan",
        "turnout by region",
        "why did the OSDP boycott the vote",
        "what powers does the president have",
    ],
)
def test_what_it_does_not_know_is_declined(run: Run, question: str) -> None:
    reply = ask(run, question)
    assert reply["kind"] in {"no_answer", "clarification"}
    assert reply["facts"] == []


def test_a_fact_of_the_base_that_ships_is_about_the_other_year_here(run: Run) -> None:
    assert "77.12" in ask(run, "What was the turnout in 2016?")["text"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("did Nur Otan gain seats?", ["Yes.", "83 → 84, +1 seat", "80.99 → 82.20, +1.21 percentage points"]),
        ("did Ak Zhol gain seats", ["Not so.", "8 → 7, −1 seat", "7.47 → 7.18, −0.29 percentage points"]),
        ("communists then and now", ["did not change: 7 seats in 2012 and 7 seats in 2016"]),
        ("was turnout higher than in 2012", ["Yes.", "75.40 → 77.12, +1.72 percentage points"]),
        ("what changed", ["Seats, 2012 → 2016:", "• Nur Otan: 83 → 84 (+1)", "• Ak Zhol: 8 → 7 (−1)"]),
        ("timeline", ["2012 to 2016, step by step:", "13 January 2016 — the house asked to be dissolved"]),
    ],
)
def test_its_two_elections_are_compared(run: Run, question: str, said: list[str]) -> None:
    reply = ask(run, question)
    assert reply["kind"] == "comparison"
    for words in said:
        assert words in reply["text"]


def test_check_finds_nothing_to_say_however_deep_it_looks(run: Run) -> None:
    ended = run("check", "--deep", "--strict", "--article", ARTICLE)
    assert (ended.code, ended.err) == (0, "")
    assert "citations checked word for word against the article; 0 warnings." in ended.out


def test_coverage_shows_every_sentence_cited(run: Run) -> None:
    ended = run("coverage", "--article", ARTICLE)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith("13 sentences, 12 cited, 1 not (1 of them intended).\n")


def test_a_fact_can_be_started_from_its_article(run: Run) -> None:
    ended = run("new-fact", "Independent candidates were not admitted", "--article", ARTICLE)
    assert ended.code == 0
    assert '- {paragraph: 2, quote: "Independent candidates were not admitted"}' in ended.out
    assert "\n    ru:" not in ended.out, "it speaks English only"


def test_its_fingerprint_is_that_of_its_article(run: Run) -> None:
    assert run("fingerprint", ARTICLE).out == (BASE / "two-elections.fingerprint").read_text(encoding="utf-8")


def test_its_chart_is_drawn(run: Run, tmp_path: Path) -> None:
    assert run("chart").out == "seats          Seats from party lists, 2012 and 2016\n"
    assert run("chart", "seats", "-o", tmp_path / "seats.png").code == 0
    assert (tmp_path / "seats.png").read_bytes().startswith(PNG)


def test_its_questions_can_be_measured(run: Run, tmp_path: Path) -> None:
    rows = [
        {"id": "a", "lang": "en", "q": "turnout", "kind": "fact", "must": ["77"], "cites": [[4]]},
        {"id": "b", "lang": "en", "q": "turnout 2021", "kind": "none"},
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert "│    2 │ 100.0 │   0.0 │" in run("evaluate", "--no-baseline", tmp_path / "rows.jsonl").out


async def test_the_application_speaks_of_nothing_else(chat: PrivateChat) -> None:
    for command in (
        "/start",
        "/help",
        "/sources",
        "/results",
        "/turnout",
        "/rules",
        "/changes",
        "/timeline",
        "/privacy",
    ):
        said = texts(await chat.say(command))
        assert said, command
        for word in OTHERS:
            assert word not in said, command


async def test_its_own_commands_answer(chat: PrivateChat) -> None:
    assert "107: 98 are filled from party lists" in texts(await chat.say("/rules"))
    assert "seats, shares of the vote, turnout, the rules, what changed since 2012" in texts(await chat.say("/help"))
    assert "Hardly anything; one seat went" in texts(await chat.say("/changes"))
    assert "went down from 8 seats in 2012" in texts(await chat.say("/changes Ak Zhol"))


async def test_the_application_answers_questions_and_follow_ups(chat: PrivateChat) -> None:
    assert (await chat.ask("turnout")).text.startswith("Turnout was 77.12 percent.")
    assert (await chat.ask("and in 2012?")).text.startswith("Turnout in 2012 was 75.4 percent.")


async def test_a_language_it_does_not_speak_gets_the_words_around_it(chat: PrivateChat) -> None:
    said = texts(await chat.say("/start", language="ru"))
    assert "Отвечаю на вопросы по теме: the election of Kazakhstan's lower house" in said
