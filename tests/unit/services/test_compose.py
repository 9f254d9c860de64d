"""compose.yaml, by its structure: no Docker engine is needed to see these mistakes."""

import re

import pytest

from common.folders import REPOSITORY
from common.servers import profiles
from common.yaml_text import read_yaml
from services import postgres_cluster

TEXT = (REPOSITORY / "compose.yaml").read_text(encoding="utf-8")
SERVICES = read_yaml(TEXT)["services"]


def test_it_holds_the_two_servers() -> None:
    assert SERVICES["postgres"]["image"].startswith("postgres:")
    assert re.fullmatch(r"neo4j:5\.26.*community", SERVICES["neo4j"]["image"])


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_ports_are_open_on_loopback_only(service: dict[str, list[str]]) -> None:
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_it_says_when_it_is_healthy_and_keeps_its_data(service: dict[str, object]) -> None:
    assert service["healthcheck"]
    assert service["volumes"]


def test_passwords_come_from_the_environment_and_must_be_set() -> None:
    required = set(re.findall(r"\$\{(\w+):\?", TEXT))
    assert required == {"PGPASSWORD", "NEO4J_PASSWORD"}


def test_its_variables_are_those_that_the_server_target_reads() -> None:
    example = profiles.EXAMPLE.read_text(encoding="utf-8")
    read = set(re.findall(r"env_var\('(\w+)'", example))
    assert set(re.findall(r"\$\{(\w+)", TEXT)) <= read


def test_postgresql_is_configured_as_the_embedded_one() -> None:
    given = dict(re.findall(r"-c (\w+)=(\S+)", SERVICES["postgres"]["command"]))
    assert given.items() <= postgres_cluster.CONFIGURATION.items()
