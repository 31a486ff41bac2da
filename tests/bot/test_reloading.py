"""A new fact base takes over while the bot runs, and a bad one does not."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.apart import UnsoundError, open_apart, open_sparingly
from bot.health import Health, Part
from bot.metrics import Metrics
from bot.opening import open_answerer
from bot.reloading import MOST_LINES, Open, Reloader
from knowledge.answer import Answerer
from knowledge.errors import FactBaseError
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

    async def open(self) -> Answerer:
        return await open_apart(self.facts, self.cache)

    def use(self, answerer: Answerer) -> None:
        self.answerer = answerer

    def reloader(self, open_: Open | None = None) -> Reloader:
        return Reloader(open_ or self.open, self.use, self.health, self.metrics)

    async def problems(self) -> tuple[str, ...]:
        """What is wrong with the fact base."""
        with pytest.raises(UnsoundError) as caught:
            await self.open()
        return caught.value.problems

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
        assert await place.reloader().reload()
    assert "twelve of 21" in place.says
    version = place.answerer.base.version
    assert version != before
    assert place.sample("mazhilis_bot_fact_base_info", version=version) == 1
    assert place.sample("mazhilis_bot_fact_base_info", version=before) is None
    assert place.sample("mazhilis_bot_facts") == len(place.answerer.base.facts)
    assert place.sample("mazhilis_bot_fact_base_reloads_total", outcome="loaded") == 1
    assert place.health.problems == {}
    assert f"fact base {version}" in caplog.text


async def test_it_is_left_compiled_for_the_next_start(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.edit("won 12 of 21 seats", "won twelve of 21 seats")
    await place.open()
    monkeypatch.setattr("bot.opening.open_base", lambda _: pytest.fail("it is built once more"))
    assert "twelve of 21" in said(open_answerer(place.facts, place.cache))


async def test_where_nothing_can_be_kept_it_is_built_apart_all_the_same(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.cache.write_text("in the way")
    monkeypatch.setattr("bot.opening.open_base", lambda _: pytest.fail("it is built here, and answers wait"))
    place.edit("won 12 of 21 seats", "won twelve of 21 seats")
    assert await place.reloader().reload()
    assert "twelve of 21" in place.says


def test_at_the_start_it_is_built_apart_too(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.cache.write_text("in the way")
    monkeypatch.setattr("bot.opening.open_base", lambda _: pytest.fail("it is built here, which takes much memory"))
    assert "12 of 21" in said(open_sparingly(place.facts, place.cache))


def test_what_is_wrong_at_the_start_is_said_here(place: Place) -> None:
    place.edit("- turnout", "- no-such-fact")
    with pytest.raises(FactBaseError, match="no-such-fact"):
        open_sparingly(place.facts, place.cache)


async def test_modules_that_lie_about_are_not_run(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody may be at work on a bot of their own where the process is started, or where the facts are."""
    for name in ("bot", "knowledge", "json", "pydantic"):
        (place.facts / f"{name}.py").write_text("raise SystemExit\n")
    monkeypatch.chdir(place.facts)
    assert "12 of 21" in said(await place.open())
    place.cache.rename(place.cache.with_name("elsewhere"))
    assert "12 of 21" in said(open_sparingly(place.facts, place.cache))


async def test_a_bad_fact_base_is_refused_until_it_is_mended(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    reloader = place.reloader()
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
    assert [problem for problem in await place.problems() if problem.startswith("facts/results.yaml: ")]


async def test_a_fact_base_that_is_gone_is_a_problem(place: Place) -> None:
    place.facts.rename(place.facts.with_name("elsewhere"))
    problems = await place.problems()
    assert "base.yaml" in problems[0]
    assert not [problem for problem in problems if problem.startswith("the check")]


async def test_many_problems_do_not_fill_the_log(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    async def unsound() -> Answerer:
        raise UnsoundError(f"problem {number}" for number in range(MOST_LINES + 7))

    assert not await place.reloader(unsound).reload()
    assert len(messages(caplog)) == MOST_LINES + 2
    assert messages(caplog)[-2] == "fact base: and 7 more; `mazhilis-bot check` shows them all"


async def test_whatever_goes_wrong_the_old_one_answers_and_the_next_is_taken(
    place: Place, small: Answerer, caplog: pytest.LogCaptureFixture
) -> None:
    async def opened() -> Answerer:
        return small

    async def broken() -> Answerer:
        raise MemoryError("words of the fact base")

    def no_use(_: Answerer) -> None:
        raise KeyError("words of the fact base")

    before = place.answerer
    for reloader, kind in (
        (Reloader(broken, place.use, place.health, place.metrics), "MemoryError"),
        (Reloader(opened, no_use, place.health, place.metrics), "KeyError"),
    ):
        assert not await reloader.reload()
        assert f"fact base: taking it failed ({kind} at test_reloading.py:" in caplog.text
    assert "words of the fact base" not in caplog.text
    assert place.answerer is before
    assert await place.reloader(opened).reload()
    assert place.health.problems == {}


@pytest.mark.parametrize(
    ("program", "problem"),
    [("/bin/false", "the check ended with 1"), ("/no/such/python", "the check cannot be started (FileNotFoundError)")],
)
async def test_a_check_that_fails_itself_is_a_problem(
    place: Place, monkeypatch: pytest.MonkeyPatch, program: str, problem: str
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    assert await place.problems() == (problem,)


async def test_the_check_gets_no_settings(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!{sys.executable}\nimport os\nprint(*sorted(os.environ), sep='\\n')\nraise SystemExit(1)\n")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setenv("BOT_TOKEN", "110201543:x")
    monkeypatch.setenv("OTHER", "x")
    names = await place.problems()
    assert "OTHER" in names
    assert not [name for name in names if name.startswith("BOT_")]


async def test_requests_that_come_meanwhile_make_one_more(place: Place) -> None:
    begun, go = asyncio.Event(), asyncio.Event()
    tries = 0

    async def opened() -> Answerer:
        nonlocal tries
        tries += 1
        begun.set()
        await go.wait()
        if tries < 2:
            raise UnsoundError(["not now"])
        return place.answerer

    reloader = place.reloader(opened)
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
    assert tries == 2


async def test_a_signal_can_ask_for_it(place: Place) -> None:
    checked = asyncio.Event()

    async def opened() -> Answerer:
        checked.set()
        raise UnsoundError(["not now"])

    reloader = place.reloader(opened)
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
    opening = asyncio.create_task(open_apart(BUILT_IN, tmp_path))  # takes many seconds
    async with asyncio.timeout(10):
        while not children() - before:  # noqa: ASYNC110 -- nobody tells
            await asyncio.sleep(0.005)
    [child] = children() - before
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
