"""The manifests: valid for several versions, restricted, consistent with each other, and open at one path only."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import kubernetes_validate
import pytest

from bot.settings import Settings
from tests.deploy.places import DEPLOY, IMAGE_USER, from_yaml, program, ran

FOLDER = DEPLOY / "kubernetes"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "kustomization.yaml")
LABEL = {"app.kubernetes.io/name": "mazhilis-bot"}
VERSIONS = ("1.30", "1.34", "1.37")


def manifest(name: str) -> dict[str, Any]:
    return from_yaml(FOLDER / f"{name}.yaml")


@pytest.fixture(scope="module")
def pod() -> dict[str, Any]:
    found = manifest("deployment")["spec"]["template"]["spec"]
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def container(pod: dict[str, Any]) -> dict[str, Any]:
    (found,) = pod["containers"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_schema_allows_it(path: Any, version: str) -> None:
    kubernetes_validate.validate(from_yaml(path), version, strict=True)


def test_kustomize_builds_it() -> None:
    built = ran(program("kubectl"), "kustomize", FOLDER)
    assert "image: registry.example.org/mazhilis-bot:0.1.0" in built
    assert "kind: Secret" not in built


def test_all_is_listed_but_the_example_of_a_secret() -> None:
    listed = from_yaml(FOLDER / "kustomization.yaml")["resources"]
    assert sorted(listed) == [path.name for path in FILES if path.stem != "secret"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_namespace_and_one_name(path: Any) -> None:
    metadata = from_yaml(path)["metadata"]
    assert "namespace" not in metadata
    assert metadata["name"] == "mazhilis-bot"
    assert metadata["labels"] == LABEL


def test_everything_selects_the_same_pods() -> None:
    deployment = manifest("deployment")["spec"]
    assert deployment["template"]["metadata"]["labels"] == LABEL
    assert deployment["selector"]["matchLabels"] == LABEL
    assert deployment["template"]["spec"]["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"] == LABEL
    assert manifest("service")["spec"]["selector"] == LABEL
    assert manifest("poddisruptionbudget")["spec"]["selector"]["matchLabels"] == LABEL
    assert manifest("networkpolicy")["spec"]["podSelector"]["matchLabels"] == LABEL


def test_two_replicas_of_which_one_always_stays() -> None:
    deployment = manifest("deployment")["spec"]
    assert deployment["replicas"] == 2
    assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert manifest("poddisruptionbudget")["spec"]["minAvailable"] == 1


def test_the_pod_keeps_to_the_restricted_standard(pod: dict[str, Any], container: dict[str, Any]) -> None:
    security = pod["securityContext"]
    assert security["runAsNonRoot"] is True
    assert security["seccompProfile"] == {"type": "RuntimeDefault"}
    assert {security["runAsUser"], security["runAsGroup"], security["fsGroup"]} == {IMAGE_USER}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["automountServiceAccountToken"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)


def test_probes_ask_what_they_should(container: dict[str, Any]) -> None:
    """A bot that cannot reach Telegram gets no posts, but is not restarted: that would not help."""
    assert {name: container[name]["httpGet"] for name in ("startupProbe", "readinessProbe", "livenessProbe")} == {
        "startupProbe": {"path": "/healthz", "port": "http"},
        "readinessProbe": {"path": "/readyz", "port": "http"},
        "livenessProbe": {"path": "/healthz", "port": "http"},
    }
    startup = container["startupProbe"]
    assert startup["periodSeconds"] * startup["failureThreshold"] >= 120


def test_there_is_room_and_time(pod: dict[str, Any], container: dict[str, Any]) -> None:
    assert container["resources"]["limits"] == {"memory": "1Gi"}
    (seconds,) = (int(word) for word in container["lifecycle"]["preStop"]["exec"]["command"] if word.isdigit())
    assert pod["terminationGracePeriodSeconds"] >= seconds + 15


def test_settings_come_from_a_map_and_a_secret(container: dict[str, Any]) -> None:
    assert container["envFrom"] == [
        {"configMapRef": {"name": "mazhilis-bot"}},
        {"secretRef": {"name": "mazhilis-bot"}},
    ]
    open_ones, secret_ones = set(manifest("configmap")["data"]), set(manifest("secret")["stringData"])
    assert secret_ones == {"BOT_TOKEN", "BOT_WEBHOOK_SECRET", "BOT_DATABASE_URL"}
    assert not open_ones & secret_ones
    assert {name.removeprefix("BOT_").lower() for name in open_ones | secret_ones} <= set(Settings.model_fields)


def test_the_example_of_a_secret_holds_none() -> None:
    for value in manifest("secret")["stringData"].values():
        assert value.startswith("<")
        assert value.endswith(">")


def test_the_map_makes_settings() -> None:
    settings = Settings.model_validate(
        {name.removeprefix("BOT_").lower(): value for name, value in manifest("configmap")["data"].items()}
    )
    assert settings.transport == "webhook"


def test_only_the_path_of_the_webhook_is_let_in() -> None:
    address = urlsplit(manifest("configmap")["data"]["BOT_WEBHOOK_URL"])
    ingress = manifest("ingress")["spec"]
    (rule,) = ingress["rules"]
    (path,) = rule["http"]["paths"]
    assert (rule["host"], path["path"], path["pathType"]) == (address.hostname, address.path, "Exact")
    assert ingress["tls"][0]["hosts"] == [address.hostname]
    assert "defaultBackend" not in ingress
    assert path["backend"]["service"]["name"] == manifest("service")["metadata"]["name"]


def test_posts_stay_with_one_replica() -> None:
    assert manifest("service")["spec"]["sessionAffinity"] == "ClientIP"


def test_ports_have_one_name(container: dict[str, Any]) -> None:
    (port,) = container["ports"]
    assert port["name"] == "http"
    assert manifest("configmap")["data"]["BOT_LISTEN"].endswith(f":{port['containerPort']}")
    assert manifest("service")["spec"]["ports"][0]["targetPort"] == "http"
    (rule,) = manifest("networkpolicy")["spec"]["ingress"]
    assert rule["ports"] == [{"protocol": "TCP", "port": "http"}]
