"""Where the files are, and the programs that they are for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
IMAGE_USER = 10001


def program(name: str) -> str:
    """The path of a program, from this environment or the system's; skips the test where there is none."""
    found = shutil.which(name, path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))))
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def ran(*command: str | Path, cwd: Path = ROOT, environment: Mapping[str, str] | None = None) -> str:
    """What a command wrote to standard output; the test fails with all it wrote where it fails."""
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def from_yaml(path: Path) -> dict[str, Any]:
    """The one mapping in a YAML file."""
    content = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(content, dict)
    return content


def assignments(text: str, *, commented: bool = False) -> dict[str, str]:
    """NAME=value lines of an environment file; those commented out too if wanted."""
    lines = (line.removeprefix("#") if commented else line for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if not line.startswith(("#", " ")))
    return {name: value for name, sign, value in pairs if sign and name.isupper()}
