"""Fuzz one harness by atheris: `python -m tests.fuzzing answering -max_total_time=300`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

HARNESSES = ("answering", "webhook_body")


def main() -> None:
    """The first argument names the harness, the others are libFuzzer's."""
    if len(sys.argv) < 2 or sys.argv[1] not in HARNESSES:
        raise SystemExit(f"usage: python -m tests.fuzzing {'|'.join(HARNESSES)} [-max_total_time=SECONDS] [CORPUS]")
    with atheris.instrument_imports(include=["knowledge", "handlers", "bot"]):
        harness = importlib.import_module(f"tests.fuzzing.{sys.argv[1]}").prepare()
    with TemporaryDirectory() as directory:
        seeds = Path(directory) / "seeds"
        seeds.mkdir()
        for number, seed in enumerate(harness.seeds):
            (seeds / str(number)).write_bytes(seed)
        words = Path(directory) / "words"
        words.write_text("".join(f"{_quoted(word)}\n" for word in harness.dictionary))
        given = sys.argv[2:]
        corpus = [] if any(not argument.startswith("-") for argument in given) else [f"{directory}/found"]
        Path(directory, "found").mkdir()
        atheris.Setup([sys.argv[0], f"-dict={words}", *given, *corpus, str(seeds)], harness)
        atheris.Fuzz()


def _quoted(word: str) -> str:
    """A word as libFuzzer's dictionaries write it."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"'


if __name__ == "__main__":
    main()
