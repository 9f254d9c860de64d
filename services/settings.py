"""Which servers the project talks to, as frozen settings."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from services import profiles
from services.errors import UserError
from services.folders import profiles_path

# libpq parameters that a dbt profile may hold under the same name.
LIBPQ_OPTIONS = (
    "connect_timeout",
    "keepalives_idle",
    "sslmode",
    "sslcert",
    "sslkey",
    "sslrootcert",
)


@dataclass(frozen=True)
class PostgresSettings:
    """How to reach the warehouse; `options` are further libpq parameters."""

    target: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    dbname: str
    schema: str
    role: str | None = None
    search_path: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def embedded(self) -> bool:
        """Whether this project runs the server."""
        return self.target == profiles.EMBEDDED

    @property
    def address(self) -> str:
        """`host:port`, for messages."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Neo4jSettings:
    """How to reach the graph; without a `database` the server uses the user's home database."""

    target: str
    uri: str
    username: str
    password: str = field(repr=False)
    database: str | None

    @property
    def embedded(self) -> bool:
        """Whether this project runs the server."""
        return self.target == profiles.EMBEDDED

    @property
    def host(self) -> str:
        """Host name out of the URI."""
        return _split(self.uri)[0]

    @property
    def port(self) -> int:
        """Port out of the URI, else Bolt's own."""
        return _split(self.uri)[1]

    @property
    def address(self) -> str:
        """`host:port`, for messages."""
        return f"{self.host}:{self.port}"


def postgres_settings() -> PostgresSettings:
    """The PostgreSQL that profiles.yml (and `DBT_TARGET`) choose."""
    target = profiles.selected_target(profiles.POSTGRES)
    values = profiles.output(profiles.POSTGRES, target)
    reader = _Reader(f"{profiles.POSTGRES}.{target}", values)
    return PostgresSettings(
        target=target,
        host=reader.text("host"),
        port=reader.port("port"),
        user=reader.text("user"),
        password=reader.text("password", "pass"),
        dbname=reader.text("dbname", "database"),
        schema=reader.text("schema"),
        role=reader.optional("role"),
        search_path=reader.optional("search_path"),
        options={
            name: value for name in LIBPQ_OPTIONS if (value := reader.optional(name)) is not None
        },
    )


def neo4j_settings() -> Neo4jSettings:
    """The Neo4j that NEO4J_URI and its companions name, else the one that profiles.yml chooses."""
    environment = os.environ
    if environment.get("NEO4J_URI"):
        return Neo4jSettings(
            target="environment",
            uri=_checked(environment["NEO4J_URI"], "the environment variable NEO4J_URI"),
            username=environment.get("NEO4J_USERNAME") or "neo4j",
            password=_required_variable("NEO4J_PASSWORD"),
            database=environment.get("NEO4J_DATABASE") or None,
        )
    target = profiles.selected_target(profiles.NEO4J)
    reader = _Reader(f"{profiles.NEO4J}.{target}", profiles.output(profiles.NEO4J, target))
    return Neo4jSettings(
        target=target,
        uri=_checked(reader.text("uri"), f"`uri` of `neo4j.{target}` in {profiles_path()}"),
        username=reader.text("username"),
        password=reader.text("password"),
        database=reader.optional("database"),
    )


def graph_holds_email() -> bool:
    """Whether profiles.yml wants the students' e-mail addresses in the graph, whichever it is."""
    return profiles.flag(profiles.NEO4J, "student_email")


@dataclass(frozen=True)
class _Reader:
    """Typed access to one output of profiles.yml; a wrong or missing value is a `UserError`."""

    place: str
    values: Mapping[str, Any]

    def optional(self, name: str) -> str | None:
        value = self.values.get(name)
        return None if value is None or value == "" else str(value)

    def text(self, *names: str) -> str:
        for name in names:
            if (value := self.values.get(name)) is not None:
                return str(value)
        raise UserError(f"{profiles_path()}: `{self.place}` has no `{names[0]}`: add it")

    def port(self, name: str) -> int:
        value = self.text(name)
        if not value.isdecimal() or not 0 < int(value) < 65536:
            raise UserError(f"{profiles_path()}: `{name}` of `{self.place}` is no port: {value!r}")
        return int(value)


def _required_variable(name: str) -> str:
    value = os.environ.get(name)
    if value is None:
        raise UserError(f"NEO4J_URI is set but {name} is not: export both, or neither")
    return value


def _split(uri: str) -> tuple[str, int]:
    parts = urlsplit(uri)
    return parts.hostname or "", parts.port or 7687


def _checked(uri: str, place: str) -> str:
    example = "write it like bolt://127.0.0.1:7687 or neo4j+s://<id>.databases.neo4j.io"
    try:
        host, _ = _split(uri)
    except ValueError:
        host = ""
    schemes = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
    parts = uri.partition("://")
    if not host or parts[0] not in schemes or "@" in parts[2]:
        # Not quoted: people write user:password@host into URIs.
        raise UserError(f"{place} is no Neo4j address: {example}")
    return uri
