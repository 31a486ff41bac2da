"""The container image: two stages, pinned, not root, with the fact base compiled; nothing of the tree besides."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from dockerfile_parse import DockerfileParser

from bot.cli import app
from bot.settings import Settings
from tests.deploy.places import DEPLOY, IMAGE_USER, ROOT, program, ran

Instruction = tuple[str, str]


def instructions() -> Iterator[Instruction]:
    """Name and value of each, in order, continued lines joined."""
    parser = DockerfileParser(fileobj=io.BytesIO((DEPLOY / "Dockerfile").read_bytes()), env_replace=False)
    structure: list[dict[str, Any]] = parser.structure
    for each in structure:
        if each["instruction"] != "COMMENT":
            yield each["instruction"], each["value"]


@pytest.fixture(scope="module")
def stages() -> list[list[Instruction]]:
    """The instructions of each stage."""
    found: list[list[Instruction]] = []
    for name, value in instructions():
        if name == "FROM":
            found.append([])
        if found:
            found[-1].append((name, value))
    return found


def values(stage: list[Instruction], name: str) -> list[str]:
    return [value for instruction, value in stage if instruction == name]


def ignored(path: str) -> bool:
    """Whether .dockerignore, which names what is let in, keeps a path out."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    let_in = [line.removeprefix("!") for line in lines if line.startswith("!")]
    return not any(path == each or path.startswith(f"{each}/") for each in let_in)


def test_a_linter_finds_nothing() -> None:
    ran(program("hadolint"), DEPLOY / "Dockerfile")


def test_two_stages_from_the_same_python(stages: list[list[Instruction]]) -> None:
    first, second = (values(stage, "FROM")[0] for stage in stages)
    assert first == f"{second} AS build"
    assert "slim" in second
    # What is compiled in the one is read in the other.
    assert re.search(r"^ARG PYTHON_VERSION=3\.11$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)


def test_what_is_copied_is_there_and_let_in(stages: list[list[Instruction]]) -> None:
    sources = [source for value in values(stages[0], "COPY") for source in value.split()[:-1]]
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert not ignored(source.rstrip("/")), source


@pytest.mark.parametrize("path", [".git", ".env", "deploy/.env", ".venv", "tests", "deploy/compose.yaml"])
def test_what_does_not_belong_in_an_image_is_kept_out(path: str) -> None:
    assert ignored(path)


def test_only_what_was_built_comes_along(stages: list[list[Instruction]]) -> None:
    assert values(stages[1], "COPY") == ["--from=build /opt/mazhilis-bot /opt/mazhilis-bot"]


def test_every_installation_is_pinned_and_from_wheels(stages: list[list[Instruction]]) -> None:
    commands = [command for value in values(stages[0], "RUN") for command in value.split("&&")]
    installing = [command for command in commands if "pip install" in command]
    assert len(installing) == 2
    for command in installing:
        assert "-c deploy/constraints.txt" in command
        assert "--only-binary :all:" in command
    assert "pip install" not in " ".join(values(stages[1], "RUN"))


def test_constraints_hold_versions_only() -> None:
    lines = (DEPLOY / "constraints.txt").read_text().splitlines()
    assert lines[0].startswith("#")
    assert [line for line in lines[1:] if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)] == []
    assert lines[1:] == sorted(set(lines[1:]), key=str.lower)


def test_the_fact_base_is_compiled_while_building(stages: list[list[Instruction]]) -> None:
    assert values(stages[0], "RUN")[-1] == "/opt/mazhilis-bot/bin/python -I -m bot.compiling"


def test_it_runs_as_a_user_without_rights(stages: list[list[Instruction]]) -> None:
    assert values(stages[1], "USER") == [f"{IMAGE_USER}:{IMAGE_USER}"]
    order = [name for name, _ in stages[1]]
    assert order.index("USER") > max(place for place, name in enumerate(order) if name in {"RUN", "COPY"})


def test_it_says_how_to_run_stop_and_watch_it(stages: list[list[Instruction]]) -> None:
    runtime = dict(stages[1])
    assert (runtime["ENTRYPOINT"], runtime["CMD"]) == ('["mazhilis-bot"]', '["run"]')
    assert "run" in {command.callback.__name__ for command in app.registered_commands if command.callback}
    assert runtime["STOPSIGNAL"] == "SIGTERM"
    assert "/healthz" in runtime["HEALTHCHECK"]
    assert "curl" not in runtime["HEALTHCHECK"]
    assert runtime["VOLUME"] == "/data"


def test_settings_of_the_image_are_settings(stages: list[list[Instruction]]) -> None:
    names = re.findall(r"BOT_(\w+)=", " ".join(values(stages[1], "ENV")))
    assert names == ["DATA_DIR", "LISTEN"]
    assert {name.lower() for name in names} <= set(Settings.model_fields)
