"""compose.yaml: two set-ups that never run at once, confined, with nothing open that need not be."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from tests.deploy.places import DEPLOY, IMAGE_USER, assignments, from_yaml, program, ran

FILE = DEPLOY / "compose.yaml"
SETS = {"polling": {"bot"}, "replicas": {"webhook-1", "webhook-2", "postgres", "caddy"}}
BOTS = ("bot", "webhook-1", "webhook-2")
SERVICES = tuple(sorted(set().union(*SETS.values())))


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found = from_yaml(FILE)["services"]
    assert isinstance(found, dict)
    return found


def test_the_schema_of_compose_allows_it() -> None:
    ran(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", FILE)


@pytest.mark.parametrize("profile", SETS)
def test_compose_itself_reads_it(profile: str, tmp_path: Path) -> None:
    compose = program("docker-compose")
    directory = tmp_path / "deploy"
    shutil.copytree(DEPLOY, directory)
    example = (DEPLOY / ".env.example").read_text()
    (directory / ".env").write_text(example.replace("COMPOSE_PROFILES=polling", f"COMPOSE_PROFILES={profile}"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "COMPOSE_"))}
    read = json.loads(ran(compose, "config", "--format", "json", cwd=directory, environment=environment))
    assert set(read["services"]) == SETS[profile]


def test_each_service_is_in_one_set_up(services: dict[str, Any]) -> None:
    """A bot that polls takes the webhook down; the two must not run at once."""
    assert {name: service["profiles"] for name, service in services.items()} == {
        name: [profile] for profile, names in SETS.items() for name in names
    }


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_confined(services: dict[str, Any], name: str) -> None:
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert set(service.get("cap_add", ())) <= {"NET_BIND_SERVICE"}
    assert "privileged" not in service


@pytest.mark.parametrize("name", BOTS)
def test_a_bot_has_its_settings_and_room_to_check_a_new_fact_base(services: dict[str, Any], name: str) -> None:
    service = services[name]
    assert service["env_file"] == ".env"
    assert service["mem_limit"] == "1g"
    assert service["stop_grace_period"] == "15s"
    settings = {variable.removeprefix("BOT_").lower() for variable in service["environment"]}
    assert settings <= set(Settings.model_fields)
    assert service["environment"]["BOT_TRANSPORT"] == ("polling" if name == "bot" else "webhook")


@pytest.mark.parametrize("name", BOTS)
def test_health_and_metrics_are_for_this_machine_alone(services: dict[str, Any], name: str) -> None:
    (port,) = services[name]["ports"]
    assert port.startswith("127.0.0.1:")


def test_only_the_proxy_is_open(services: dict[str, Any]) -> None:
    assert services["caddy"]["ports"] == ["80:80", "443:443"]
    assert "ports" not in services["postgres"]
    assert from_yaml(FILE)["networks"]["back"] == {"internal": True}
    assert services["postgres"]["networks"] == ["back"]


def test_the_proxy_does_not_know_the_token(services: dict[str, Any]) -> None:
    assert "env_file" not in services["caddy"]
    assert services["caddy"]["environment"] == {"BOT_WEBHOOK_URL": "${BOT_WEBHOOK_URL}"}


@pytest.mark.parametrize("name", ["webhook-1", "webhook-2"])
def test_the_users_of_image_and_temporary_directory_agree(services: dict[str, Any], name: str) -> None:
    (mount,) = services[name]["tmpfs"]
    assert mount.startswith(f"/data:uid={IMAGE_USER},gid={IMAGE_USER},mode=0700")


def test_what_is_filled_in_comes_from_the_example() -> None:
    text = FILE.read_text()
    known = assignments((DEPLOY / ".env.example").read_text())
    asked = {part.partition("}")[0] for part in text.split("${")[1:]}
    assert asked == {"POSTGRES_PASSWORD", "BOT_WEBHOOK_URL"}
    assert asked <= set(known)
