"""How fast the whole bot answers over long polling, beside echo bots on aiogram and on stock python-telegram-bot.

    python -m tests.benchmarks.delivery

Each bot is a process of its own, against the stand-in server in this one, which checks every call. Ours gives
full cited answers, each checked to hold its quotation, with its ledger on disk; the peers say what was said to
them. The bots take turns for some rounds. Of each round: answers a second when many questions wait, processor
time an answer, memory afterwards, and the time to an answer at an even pace. "server" is the processor time that
this process needed an answer: it bounds what can be measured.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import statistics
import sys
import tempfile
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.opening import open_answerer
from knowledge.evaluate import load_rows
from knowledge.load import BUILT_IN
from knowledge.plain import as_json
from tests.benchmarks.crowd import Crowd, IsAnswer, Latencies, Question
from tests.telegram_server import TelegramServer

ROOT = Path(__file__).parents[2]
TUNING = ROOT / "tests" / "questions" / "tune"
WARM_UP = 200


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot to be measured: its module with arguments, and what it must answer."""

    name: str
    arguments: tuple[str, ...]
    is_answer: IsAnswer


def _is_cited(_: str, answer: str) -> bool:
    return "<blockquote" in answer


def _is_echo(question: str, answer: str) -> bool:
    return question == answer


OURS = Contender("ours, cited answers", ("-m", "bot", "run"), _is_cited)
AIOGRAM = Contender("aiogram, echo", ("-m", "tests.benchmarks.echo_aiogram", "{url}", "{token}"), _is_echo)
STOCK = Contender("python-telegram-bot, echo", ("-m", "tests.benchmarks.echo_stock", "{url}", "{token}"), _is_echo)


@dataclass(frozen=True, slots=True)
class Measured:
    """One contender in one round.

    Attributes:
        rate: answers a second.
        processor: milliseconds of processor time an answer.
        server: the same of the server.
        memory: resident megabytes after all of it.
    """

    rate: float
    processor: float
    server: float
    memory: float
    latencies: Latencies


def answered_questions(cache: Path) -> list[Question]:
    """The questions of the tuning tables that our bot answers with a citation, as a sound mix of languages."""
    answerer = open_answerer(BUILT_IN, cache)
    rows = [row for file in sorted(TUNING.glob("*.jsonl")) for row in load_rows(file)]
    cited = [row for row in rows if as_json(answerer.answer(row.q), answerer.texts)["citations"]]
    return [Question(row.q, row.lang.value) for row in cited]


@asynccontextmanager
async def _running(contender: Contender, server: TelegramServer, data: Path) -> AsyncIterator[Process]:
    """The bot as a process, until the end of the block."""
    arguments = [each.format(url=server.base_url, token=server.token) for each in contender.arguments]
    told = {
        "BOT_API_URL": server.base_url,
        "BOT_TOKEN": server.token,
        "BOT_DATA_DIR": str(data),
        "BOT_RATE_PER_MINUTE": "1000000",
        "BOT_LOG_LEVEL": "WARNING",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env=os.environ | told, stdout=DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def measure(
    contender: Contender, questions: Sequence[Question], data: Path, *, count: int, a_second: float, seconds: float
) -> Measured:
    """Run one contender through all of it."""
    crowd = Crowd(questions, contender.is_answer)
    async with crowd.server as server, _running(contender, server, data) as process:
        await _warm_up(crowd, process, contender.name)
        bot, here = psutil.Process(process.pid), psutil.Process()
        used, served = _processor_seconds(bot), _processor_seconds(here)
        rate = await crowd.burst(count)
        used, served = _processor_seconds(bot) - used, _processor_seconds(here) - served
        await crowd.quiet()
        latencies = await crowd.stream(a_second, seconds)
        memory = bot.memory_info().rss / 2**20
    return Measured(rate, 1000 * used / count, 1000 * served / count, memory, latencies)


async def _warm_up(crowd: Crowd, process: Process, name: str) -> None:
    """Raises SystemExit if the bot ends meanwhile; what it complains of stands on standard error."""
    warming, ended = asyncio.ensure_future(crowd.burst(WARM_UP)), asyncio.ensure_future(process.wait())
    await asyncio.wait({warming, ended}, return_when=asyncio.FIRST_COMPLETED)
    if not warming.done():
        warming.cancel()
        sys.exit(f"{name}: the bot did not stay; is everything of the extra `bench` installed?")
    ended.cancel()
    warming.result()
    await crowd.quiet()


def _processor_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def report(contender: Contender, rounds: Sequence[Measured]) -> str:
    """One line: medians over the rounds."""

    def middle(values: list[float]) -> float:
        return statistics.median(values)

    return (
        f"{contender.name:26} {middle([each.rate for each in rounds]):7.0f}/s"
        f" {middle([each.processor for each in rounds]):6.2f} ms CPU"
        f" {middle([each.memory for each in rounds]):6.0f} MB"
        f" {middle([each.latencies.median for each in rounds]):7.1f} ms median"
        f" {middle([each.latencies.p99 for each in rounds]):7.1f} ms p99"
        f"   server {middle([each.server for each in rounds]):5.2f} ms"
    )


async def run(options: argparse.Namespace) -> None:
    """Measure all in turn and print."""
    contenders = (OURS, AIOGRAM, STOCK)
    results: dict[str, list[Measured]] = {each.name: [] for each in contenders}
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch)
        questions = answered_questions(data / "cache")
        gc.collect()
        gc.disable()  # the server is what measures; it must not pause for memory that is not its own
        print(
            f"{options.rounds} rounds of {options.questions} questions at once,"
            f" then {options.a_second:g} a second for {options.seconds:g} s; {len(questions)} different questions"
        )
        for _ in range(options.rounds):
            for contender in contenders:
                measured = await measure(
                    contender,
                    questions,
                    data,
                    count=options.questions,
                    a_second=options.a_second,
                    seconds=options.seconds,
                )
                results[contender.name].append(measured)
                gc.collect()
    for contender in contenders:
        print(report(contender, results[contender.name]))
    for peer in (AIOGRAM, STOCK):
        pairs = list(zip(results[OURS.name], results[peer.name], strict=True))
        rate = statistics.median(ours.rate / its.rate for ours, its in pairs)
        processor = statistics.median(ours.processor / its.processor for ours, its in pairs)
        print(
            f"ours / {peer.name}: {rate:.2f} of its answers a second, {processor:.2f} of its processor time an answer"
        )


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=2_000, help="asked at once (2000)")
    parser.add_argument("--a-second", type=float, default=25, help="pace of the second part (25)")
    parser.add_argument("--seconds", type=float, default=10, help="length of the second part (10)")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
