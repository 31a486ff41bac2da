"""Every setting is in the example and in the README, none that there is not, and no secret anywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings, read_settings
from tests.deploy.places import DEPLOY, assignments

EXAMPLE = (DEPLOY / ".env.example").read_text()
README = (DEPLOY / "README.md").read_text()
VARIABLES = {f"BOT_{name.upper()}" for name in Settings.model_fields}
OF_COMPOSE = {"COMPOSE_PROFILES", "POSTGRES_PASSWORD"}
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".png" and path.name != ".env")
TOKEN = re.compile(r"\d{6,}:[\w-]{20,}")


def test_the_example_has_every_setting_and_no_other() -> None:
    assert set(assignments(EXAMPLE, commented=True)) == VARIABLES | OF_COMPOSE
    assert set(assignments(EXAMPLE)) == {"BOT_TOKEN", "BOT_WEBHOOK_URL", "BOT_WEBHOOK_SECRET"} | OF_COMPOSE


def test_the_example_holds_no_secret() -> None:
    given = assignments(EXAMPLE, commented=True)
    assert given["POSTGRES_PASSWORD"] == ""
    for name, field in Settings.model_fields.items():
        if "SecretStr" in str(field.annotation):
            assert given[f"BOT_{name.upper()}"] == ""


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_the_example_changes_nothing_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = read_settings()
    for name, value in assignments(EXAMPLE).items():
        monkeypatch.setenv(name, value)
    assert read_settings() == usual


def test_what_is_commented_out_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = read_settings()
    for name, value in assignments(EXAMPLE, commented=True).items():
        monkeypatch.setenv(name, value)
    assert read_settings() == usual


def test_a_shell_reads_the_example_as_systemd_and_compose_do() -> None:
    for name, value in assignments(EXAMPLE, commented=True).items():
        assert re.fullmatch(r"[A-Z_]+", name)
        assert re.fullmatch(r"[\w:/.-]*", value)


def test_the_readme_explains_every_setting_once() -> None:
    rows = re.findall(r"^\| `(BOT_\w+)` \|", README, re.MULTILINE)
    assert sorted(rows) == sorted(VARIABLES)


def test_the_readme_names_no_setting_that_there_is_not() -> None:
    assert set(re.findall(r"BOT_[A-Z_]*[A-Z]", README)) - VARIABLES == set()


@pytest.mark.parametrize(
    "path", sorted(path for path in DEPLOY.rglob("*") if path.is_file()), ids=lambda path: path.name
)
def test_no_file_holds_a_token(path: Path) -> None:
    if path.suffix != ".png":
        assert not TOKEN.search(path.read_text("utf-8"))
