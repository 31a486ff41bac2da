"""The systemd unit: it verifies, is hardened, and neither retries what cannot work nor forbids what the bot does."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.deploy.places import DEPLOY, ran

UNIT = DEPLOY / "mazhilis-bot.service"
MOST_EXPOSED = 20
"""In tenths, as systemd-analyze rates it: 0 is best, 100 worst; what needs the network does not get to 0."""


@pytest.fixture(scope="module")
def service() -> dict[str, list[str]]:
    """The settings of [Service], each with what it is set to, line by line."""
    section, found = "", defaultdict[str, list[str]](list)
    for line in UNIT.read_text().splitlines():
        if line.startswith("["):
            section = line
        elif line and not line.startswith("#"):
            name, sign, value = line.partition("=")
            assert sign, line
            if section == "[Service]":
                found[name].append(value)
    return dict(found)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The unit with a program that is there."""
    text = re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", UNIT.read_text(), flags=re.MULTILINE)
    (tmp_path / UNIT.name).write_text(text)
    return tmp_path / UNIT.name


def systemd_analyze(*arguments: str | Path) -> None:
    try:
        version = subprocess.run(["systemd-analyze", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("systemd-analyze is not installed")
    if int(re.findall(r"\d+", version)[0]) < 252:
        pytest.skip("this systemd-analyze cannot look at a unit that is not installed")
    ran("systemd-analyze", *arguments)


def test_systemd_takes_it(installed: Path) -> None:
    systemd_analyze("verify", "--man=no", installed)


def test_systemd_finds_it_hardened(installed: Path) -> None:
    systemd_analyze("security", "--offline=yes", "--no-pager", f"--threshold={MOST_EXPOSED}", installed)


def test_it_is_reloaded_and_stopped_as_the_bot_expects(service: dict[str, list[str]]) -> None:
    assert service["ExecReload"] == ["/bin/kill -HUP $MAINPID"]
    assert service["TimeoutStopSec"] == ["15s"]
    assert "KillSignal" not in service, "SIGTERM is the default"


def test_what_cannot_work_is_not_tried_again(service: dict[str, list[str]]) -> None:
    assert service["Restart"] == ["on-failure"]
    assert service["RestartPreventExitStatus"] == ["2"]


def test_it_has_a_user_and_a_directory_of_its_own(service: dict[str, list[str]]) -> None:
    assert service["DynamicUser"] == ["yes"]
    assert service["StateDirectory"] == ["mazhilis-bot"]
    assert service["Environment"] == ["BOT_DATA_DIR=%S/mazhilis-bot"]
    assert service["ProtectSystem"] == ["strict"]


def test_the_token_is_in_a_file_that_only_root_reads(service: dict[str, list[str]]) -> None:
    assert service["EnvironmentFile"] == ["/etc/mazhilis-bot.env"]
    assert "install -m 0600 deploy/.env.example /etc/mazhilis-bot.env" in (DEPLOY / "README.md").read_text()


def test_there_is_room_to_check_a_new_fact_base(service: dict[str, list[str]]) -> None:
    assert service["MemoryMax"] == ["1G"]
    # The check lowers its priority, which is one of these; an error would be taken for a bad fact base.
    assert "@resources" not in " ".join(service["SystemCallFilter"])
