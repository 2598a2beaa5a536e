"""How it is run: every setting and figure is documented, and what the containers are told exists."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from adapters.bootstrap import Parts
from adapters.cli.app import build_app
from adapters.http.operations.metrics import Metrics
from adapters.http.operations.readiness import Readiness
from adapters.http.parts import Desks
from adapters.settings import NAMES, SECRETS, Settings, variable
from adapters.telling.speech import Speech

HOUSE = Path(__file__).parents[2]
PAGE = (HOUSE / "docs" / "operations.md").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = YAML(typ="safe", pure=True).load(HOUSE / "docker-compose.yml")
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "kronika"}
VARIABLES = set(map(variable, NAMES)) | {f"{variable(name)}_FILE" for name in SECRETS}
OF_COMPOSE = {"KRONIKA_POSTGRES_PASSWORD", "KRONIKA_POSTGRES_PORT", "KRONIKA_PORT", "KRONIKA_WEB_PROCESSOR"}
NAMED = re.compile(r"\bKRONIKA_[A-Z_]+[A-Z]\b")


def written(default: object) -> str:
    return "–" if default is None else f"`{default}`"


def test_the_table_of_settings_is_complete_and_says_the_defaults() -> None:
    rows = re.findall(r"^\| `(KRONIKA_\w+)` \| (\S+) \|", PAGE, flags=re.MULTILINE)
    assert rows == [(variable(one.name), written(one.default)) for one in fields(Settings)]


@pytest.mark.parametrize("name", ["docs/operations.md", "docker-compose.yml", "Dockerfile", "Makefile", "README.md"])
def test_no_page_names_a_setting_that_is_none(name: str) -> None:
    named = set(NAMED.findall((HOUSE / name).read_text(encoding="utf-8")))
    assert named - VARIABLES - OF_COMPOSE - {"KRONIKA_CLOCK"} == set()


def test_the_table_of_metrics_is_complete() -> None:
    parts = Parts(Settings(database="sqlite:///:memory:"))
    desks = Desks(parts)
    metrics = Metrics(Readiness(parts, desks))
    collectors: list[Any] = list(metrics.registry._collector_to_names)
    families = {
        f"{family.name}_total" if family.type == "counter" else family.name: sorted(_labels(metrics, family.name))
        for collector in collectors
        for family in collector.describe()
    }
    rows = re.findall(r"^\| `(kronika_\w+)` \| ([\w, ]*?) ?\|", PAGE, flags=re.MULTILINE)
    assert {name: sorted(filter(None, labels.split(", "))) for name, labels in rows} == families
    parts.close()


def _labels(metrics: Metrics, name: str) -> tuple[str, ...]:
    found = metrics.registry._names_to_collectors.get(name)
    looked_up = next((labels for start, labels in LOOKED_UP.items() if name.startswith(start)), ())
    labels: tuple[str, ...] = getattr(found, "_labelnames", looked_up)
    return tuple(labels)


LOOKED_UP = {"kronika_view_": ("view",), "kronika_seal_": ("tree",)}
"""The labels of what is looked up when somebody asks."""


# Containers -----------------------------------------------------------------------------------------------------------


def command_lines() -> list[list[str]]:
    """Everything that the containers run of ours."""
    starts = [service["command"] for service in OURS.values()]
    looks = [service["healthcheck"]["test"] for service in OURS.values() if "healthcheck" in service]
    said = re.findall(
        r"^# +docker compose run --rm \w+ (.*)$", (HOUSE / "docker-compose.yml").read_text(), re.MULTILINE
    )
    return [*starts, *(look[4:] for look in looks if look[3] == "adapters.cli"), *(line.split() for line in said)]


@pytest.mark.parametrize("words", command_lines(), ids=" ".join)
def test_every_command_line_of_the_containers_is_understood(words: list[str]) -> None:
    app = build_app(Speech("en"))
    tokens = [word for word in words if word != "--quiet"]
    command, _, _ = app.parse_args(tokens, exit_on_error=False, print_error=False)
    assert command is not None


def test_every_service_of_ours_is_told_settings_that_exist() -> None:
    assert set(OURS) == {"init", "web", "projector"}
    for service in OURS.values():
        assert set(service["environment"]) <= VARIABLES
        values = {name: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for name, value in service["environment"].items()}
        assert Settings.read(values).database == "postgresql://kronika:kronika@postgres:5432/kronika"


def test_services_of_ours_can_change_nothing_but_their_volumes() -> None:
    for service in OURS.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    dockerfile = (HOUSE / "Dockerfile").read_text(encoding="utf-8")
    users = re.findall(r"^USER (\S+)$", dockerfile, flags=re.MULTILINE)
    assert users[-1:] == ["kronika"]
    volumes = {volume.partition(":")[2] for volume in OURS["web"]["volumes"]}
    assert volumes == set(re.findall(r'"([^"]+)"', dockerfile.partition("VOLUME")[2].splitlines()[0]))


def test_every_published_port_is_of_this_machine_only() -> None:
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", ())]
    assert len(ports) == 2
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_image_is_built_from_the_lock_by_hash_and_gets_what_it_copies() -> None:
    dockerfile = (HOUSE / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes --requirement runtime.txt" in dockerfile
    let_in = {line[1:] for line in (HOUSE / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = set(re.findall(r"^COPY (?!--from)(\S+) ", dockerfile, flags=re.MULTILINE))
    assert copied == let_in
    assert all((HOUSE / name).exists() for name in copied)


def test_a_server_is_given_longer_to_stop_than_it_takes() -> None:
    from adapters.http.serving import GRACE_SECONDS

    assert int(OURS["web"]["stop_grace_period"].removesuffix("s")) > GRACE_SECONDS
