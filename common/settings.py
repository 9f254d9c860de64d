"""Which servers the project talks to, as frozen settings."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from common import profiles
from common.errors import UserError
from common.folders import profiles_path
from common.outputs import Output, chosen

# libpq parameters that a dbt profile may hold under the same name.
LIBPQ_OPTIONS = (
    "connect_timeout",
    "keepalives_idle",
    "sslmode",
    "sslcert",
    "sslkey",
    "sslrootcert",
)


class Role(StrEnum):
    """Who may do what in the warehouse: made by `common/roles.sql`."""

    LOADER = "warehouse_loader"
    TRANSFORMER = "warehouse_transformer"
    GRAPH = "warehouse_graph"
    REPORTER = "warehouse_reporter"


@dataclass(frozen=True)
class PostgresSettings:
    """How to reach the warehouse, and the role to take on there; `options` are libpq's."""

    target: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    dbname: str
    schema: str
    role: Role | None = None
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

    @property
    def mend_roles(self) -> str:
        """The command that puts roles and owners right."""
        return "make up" if self.embedded else "python -m common roles"


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
    """The PostgreSQL that profiles.yml (and `DBT_TARGET`) choose, without the role of dbt's."""
    target, output = chosen(profiles.POSTGRES)
    return PostgresSettings(
        target=target,
        host=output.text("host"),
        port=output.port("port"),
        user=output.text("user"),
        password=output.text("password", "pass"),
        dbname=output.text("dbname", "database"),
        schema=output.text("schema"),
        search_path=output.optional("search_path"),
        options=_libpq_options(output),
    )


def reporter_settings() -> PostgresSettings:
    """The same PostgreSQL for the login that only looks, as Looker Studio has it."""
    _, output = chosen(profiles.POSTGRES)
    password = output.text(profiles.REPORTER_PASSWORD)
    if not password:
        raise UserError(
            f"the password of {Role.REPORTER} is empty: export WAREHOUSE_REPORTER_PASSWORD, or "
            f"correct `{profiles.REPORTER_PASSWORD}` of `{output.place}` in {profiles_path()}"
        )
    return replace(postgres_settings(), user=Role.REPORTER, password=password)


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
    target, output = chosen(profiles.NEO4J)
    return Neo4jSettings(
        target=target,
        uri=_checked(output.text("uri"), f"`uri` of `neo4j.{target}` in {profiles_path()}"),
        username=output.text("username"),
        password=output.text("password"),
        database=output.optional("database"),
    )


def graph_holds_email() -> bool:
    """Whether profiles.yml wants the students' e-mail addresses in the graph, whichever it is."""
    return profiles.flag(profiles.NEO4J, "student_email")


def _libpq_options(output: Output) -> dict[str, str]:
    """What libpq is told; another machine has to prove who it is, unless we say otherwise."""
    options = {
        name: value for name in LIBPQ_OPTIONS if (value := output.optional(name)) is not None
    }
    if not is_this_machine(output.text("host")) and "PGSSLMODE" not in os.environ:
        options.setdefault("sslmode", "verify-full")
    return options


def is_this_machine(host: str) -> bool:
    """Whether nothing that is sent to this host leaves the machine, by the host's name alone."""
    if host in ("", "localhost") or host.startswith("/"):  # the latter: libpq's unix sockets
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


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
    plain = parts[0] in ("bolt", "neo4j") and not is_this_machine(host)
    if plain and not profiles.flag(profiles.NEO4J, "plaintext"):
        raise UserError(
            f"{place} leads to `{host}` without TLS, so that passwords and rows would cross the "
            f"network readable: write {parts[0]}+s://, or, where that network is your own, "
            f"`plaintext: true` in section `neo4j` of profiles.yml"
        )
    return uri
