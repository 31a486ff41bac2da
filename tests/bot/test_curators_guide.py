"""Every command that knowledge/README.md shows is run, in a copy of the base that it walks through."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.support import Run

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "knowledge" / "README.md"
BASE = Path("tests", "another_base")


def commands(program: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith(program)]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with nothing in it but the base, which is named as the guide names it."""
    shutil.copytree(ROOT / BASE, tmp_path / BASE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_walks_go_through_that_base() -> None:
    assert commands("export") == [f"export BOT_FACTS={BASE}"]


@pytest.mark.parametrize("line", commands("mazhilis-bot "))
def test_every_command_runs(run: Run, copy: Path, line: str) -> None:
    command, _, file = line.removeprefix("mazhilis-bot ").partition(" > ")
    ended = run(*shlex.split(command), facts=BASE)
    assert ended.code == 0
    assert "TODO" in ended.out or ended.err == ""
    if file:
        assert ended.out == (copy / BASE / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("line", commands("python "))
def test_every_script_runs(copy: Path, line: str) -> None:
    done = subprocess.run(
        [sys.executable, *shlex.split(line)[1:]],
        env={"PYTHONPATH": str(ROOT), "BOT_DATA_DIR": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    written = (copy / BASE / "thresholds.yaml").read_text(encoding="utf-8").splitlines()
    assert written[0].startswith("# yaml-language-server: $schema=")
    assert written[1].startswith("# Written by tests/questions/choose_thresholds.py")
    assert written[2] == "en:"
