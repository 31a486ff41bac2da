"""A new fact base takes over while the bot runs, and a bad one does not."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.health import Health, Part
from bot.metrics import Metrics
from bot.opening import open_answerer
from bot.reloading import MOST_LINES, Check, Reloader, check_apart
from knowledge.answer import Answerer
from knowledge.errors import FactBaseError, Problem
from knowledge.load import BUILT_IN
from knowledge.plain import as_json
from tests.bot.web_support import sample_of
from tests.small_base import write_base

QUESTION = "How many seats did the Tide Party win?"


def said(answerer: Answerer) -> str:
    """What the question is answered with."""
    return str(as_json(answerer.answer(QUESTION), answerer.texts)["text"])


class Place:
    """A fact base on disk, and the process around it as far as reloading goes."""

    def __init__(self, folder: Path, answerer: Answerer) -> None:
        self.facts = write_base(folder / "facts")
        self.cache = folder / "cache"
        self.answerer = answerer
        self.health = Health()
        self.health.well(Part.TELEGRAM)
        self.metrics = Metrics(self.health)

    def open(self) -> Answerer:
        return open_answerer(self.facts, self.cache)

    def use(self, answerer: Answerer) -> None:
        self.answerer = answerer

    def reloader(self, check: Check) -> Reloader:
        return Reloader(check, self.open, self.use, self.health, self.metrics)

    async def check(self) -> Sequence[str]:
        return await check_apart(self.facts, self.cache)

    def edit(self, old: str, new: str) -> None:
        """Change the file with the facts about seats."""
        file = self.facts / "facts" / "results.yaml"
        content = file.read_text(encoding="utf-8")
        assert old in content
        file.write_text(content.replace(old, new), encoding="utf-8")

    @property
    def says(self) -> str:
        return said(self.answerer)

    def sample(self, name: str, **labels: str) -> float | None:
        return sample_of(self.metrics.exposition(), name, **labels)


@pytest.fixture
def place(tmp_path: Path, small: Answerer) -> Place:
    return Place(tmp_path, small)


async def no_problems() -> Sequence[str]:
    return ()


def children() -> set[int]:
    """The processes that this one has started and that still run."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        found |= {int(number) for number in (task / "children").read_text().split()}
    return found


async def test_a_changed_fact_base_takes_over(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    before = place.answerer.base.version
    place.edit("won 12 of 21 seats", "won twelve of 21 seats")
    assert "12 of 21" in place.says, "not before it is asked for"
    with caplog.at_level(logging.INFO):
        assert await place.reloader(place.check).reload()
    assert "twelve of 21" in place.says
    version = place.answerer.base.version
    assert version != before
    assert place.sample("mazhilis_bot_fact_base_info", version=version) == 1
    assert place.sample("mazhilis_bot_fact_base_info", version=before) is None
    assert place.sample("mazhilis_bot_facts") == len(place.answerer.base.facts)
    assert place.sample("mazhilis_bot_fact_base_reloads_total", outcome="loaded") == 1
    assert place.health.problems == {}
    assert f"fact base {version}" in caplog.text


async def test_the_check_leaves_it_compiled(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.edit("won 12 of 21 seats", "won twelve of 21 seats")
    assert await place.check() == ()
    monkeypatch.setattr("bot.opening.open_base", lambda _: pytest.fail("it is built once more"))
    assert "twelve of 21" in said(place.open())


async def test_a_bad_fact_base_is_refused_until_it_is_mended(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    reloader = place.reloader(place.check)
    before = place.answerer
    place.edit("- turnout", "- no-such-fact")
    assert not await reloader.reload()
    assert place.answerer is before
    assert "12 of 21" in place.says
    [line] = [line for line in messages(caplog) if "no-such-fact" in line]
    assert line.startswith("fact base: facts/results.yaml: tide-seats: related")
    assert messages(caplog)[-1] == "the new fact base is refused; the old one goes on answering"
    assert place.health.problems == {
        Part.FACT_BASE: "a new one was refused (problems: 1, see the log); the old one answers"
    }
    assert place.health.ready, "it goes on answering"
    assert place.sample("mazhilis_bot_fact_base_reloads_total", outcome="refused") == 1
    assert place.sample("mazhilis_bot_part_up", part="fact_base") == 0

    place.edit("- no-such-fact", "- turnout")
    assert await reloader.reload()
    assert place.health.problems == {}
    assert place.sample("mazhilis_bot_part_up", part="fact_base") == 1


def messages(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "bot.reloading"]


@pytest.mark.parametrize("content", ["[", "- id: сайлау"])
async def test_a_file_that_cannot_be_read_is_a_problem(place: Place, content: str) -> None:
    (place.facts / "facts" / "results.yaml").write_text(content, encoding="utf-8")
    assert [problem for problem in await place.check() if problem.startswith("facts/results.yaml: ")]


async def test_a_fact_base_that_is_gone_is_a_problem(place: Place) -> None:
    place.facts.rename(place.facts.with_name("elsewhere"))
    problems = await place.check()
    assert "base.yaml" in problems[0]
    assert not [problem for problem in problems if problem.startswith("the check")]


async def test_many_problems_do_not_fill_the_log(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    async def check() -> Sequence[str]:
        return [f"problem {number}" for number in range(MOST_LINES + 7)]

    assert not await place.reloader(check).reload()
    assert len(messages(caplog)) == MOST_LINES + 2
    assert messages(caplog)[-2] == "fact base: and 7 more; `mazhilis-bot check` shows them all"


async def test_what_fails_after_the_check_is_refused_too(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    def gone() -> Answerer:
        raise FactBaseError([Problem("facts/results.yaml", "-", "-", "cannot be read")])

    def broken() -> Answerer:
        raise MemoryError("words of the fact base")

    before = place.answerer
    for load, line in (
        (gone, "fact base: facts/results.yaml: -: -: cannot be read"),
        (broken, "fact base: loading it failed (MemoryError)"),
    ):
        reloader = Reloader(no_problems, load, place.use, place.health, place.metrics)
        assert not await reloader.reload()
        assert line in messages(caplog)
    assert place.answerer is before


@pytest.mark.parametrize(
    ("program", "problem"),
    [("/bin/false", "the check ended with 1"), ("/no/such/python", "the check cannot be started (FileNotFoundError)")],
)
async def test_a_check_that_fails_itself_is_a_problem(
    place: Place, monkeypatch: pytest.MonkeyPatch, program: str, problem: str
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    assert await place.check() == (problem,)


async def test_the_check_gets_no_settings(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!{sys.executable}\nimport os\nprint(*sorted(os.environ), sep='\\n')\nraise SystemExit(1)\n")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setenv("BOT_TOKEN", "110201543:x")
    monkeypatch.setenv("OTHER", "x")
    names = await place.check()
    assert "OTHER" in names
    assert not [name for name in names if name.startswith("BOT_")]


async def test_requests_that_come_meanwhile_make_one_more(place: Place) -> None:
    begun, go = asyncio.Event(), asyncio.Event()
    checks = 0

    async def check() -> Sequence[str]:
        nonlocal checks
        checks += 1
        begun.set()
        await go.wait()
        return ("not now",) if checks < 2 else ()

    reloader = place.reloader(check)
    running = asyncio.create_task(reloader.run())
    reloader.request()
    await asyncio.wait_for(begun.wait(), 5)
    for _ in range(5):
        reloader.request()
    go.set()
    async with asyncio.timeout(5):
        while place.sample("mazhilis_bot_fact_base_reloads_total", outcome="loaded") == 0:  # noqa: ASYNC110 -- nobody tells
            await asyncio.sleep(0.005)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert checks == 2


async def test_a_signal_can_ask_for_it(place: Place) -> None:
    checked = asyncio.Event()

    async def check() -> Sequence[str]:
        checked.set()
        return ("not now",)

    reloader = place.reloader(check)
    loop = asyncio.get_running_loop()
    running = asyncio.create_task(reloader.run())
    loop.add_signal_handler(signal.SIGHUP, reloader.request)
    try:
        signal.raise_signal(signal.SIGHUP)
        await asyncio.wait_for(checked.wait(), 5)
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells which processes were started")
async def test_being_stopped_ends_the_check(tmp_path: Path) -> None:
    before = children()
    checking = asyncio.create_task(check_apart(BUILT_IN, tmp_path))  # takes many seconds
    async with asyncio.timeout(10):
        while not children() - before:  # noqa: ASYNC110 -- nobody tells
            await asyncio.sleep(0.005)
    [child] = children() - before
    checking.cancel()
    await asyncio.gather(checking, return_exceptions=True)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
