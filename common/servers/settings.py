"""Which servers the project talks to, as frozen settings."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from common.errors import UserError
from common.folders import profiles_path
from common.servers import profiles
from common.servers.addresses import checked_uri, is_this_machine, split_uri
from common.servers.outputs import Output, chosen

# libpq parameters that a dbt profile may hold under the same name.
LIBPQ_OPTIONS = (
    "connect_timeout",
    "keepalives_idle",
    "sslmode",
    "sslcert",
    "sslkey",
    "sslrootcert",
)


# Its login, on a server that others run.
ADMINISTRATOR = "PGUSER and PGPASSWORD"


class Role(StrEnum):
    """Who may do what in the warehouse, each a login of its own (`common/servers/roles.sql`)."""

    LOADER = "warehouse_loader"
    TRANSFORMER = "warehouse_transformer"
    GRAPH = "warehouse_graph"
    REPORTER = "warehouse_reporter"


# Where profiles.yml holds the password of each; `user` and `password` are dbt's own.
PASSWORDS = {
    Role.LOADER: "loader_password",
    Role.TRANSFORMER: "password",
    Role.GRAPH: "graph_password",
    Role.REPORTER: "reporter_password",
}


@dataclass(frozen=True)
class PostgresSettings:
    """How to reach the warehouse, and by which login; `options` are libpq's."""

    target: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    dbname: str
    schema: str
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
        return mend_roles(self.target)


def mend_roles(target: str) -> str:
    """The command that puts roles and owners right on the server of this target."""
    return "make up" if target == profiles.EMBEDDED else "python -m common roles"


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
        return split_uri(self.uri)[0]

    @property
    def port(self) -> int:
        """Port out of the URI, else Bolt's own."""
        return split_uri(self.uri)[1]

    @property
    def address(self) -> str:
        """`host:port`, for messages."""
        return f"{self.host}:{self.port}"


def postgres_settings(role: Role | None = None) -> PostgresSettings:
    """The PostgreSQL that profiles.yml (and `DBT_TARGET`) choose, for the login of this role.

    Without one it is for the administrator, as whom only setup logs in.
    """
    target, output = chosen(profiles.POSTGRES)
    if output.optional("type") == "spark":
        raise UserError(
            f"target `{target}` is no PostgreSQL: choose `embedded` or `server` in DBT_TARGET or "
            f"{profiles_path()}; what lands and builds elsewhere takes `--target {target}`"
        )
    key = PASSWORDS[role] if role else profiles.ADMIN_PASSWORD
    if profiles.ADMIN_USER not in output.values or key not in output.values:
        raise UserError(
            f"{profiles_path()}: `{output.place}` is of an earlier version, in which all parts had "
            f"one login: run `make setup`, then `{mend_roles(target)}`"
        )
    user, password = role or output.optional(profiles.ADMIN_USER), output.optional(key)
    if not user or not password:
        variables = f"{role.upper()}_PASSWORD" if role else ADMINISTRATOR
        raise UserError(
            f"the login of {role or 'the administrator'} is empty: export {variables}, or correct "
            f"`{key}` of `{output.place}` in {profiles_path()}"
        )
    return PostgresSettings(
        target=target,
        host=output.text("host"),
        port=output.port("port"),
        user=user,
        password=password,
        dbname=output.text("dbname", "database"),
        schema=output.text("schema"),
        search_path=output.optional("search_path"),
        options=_libpq_options(output),
    )


def reporter_settings() -> PostgresSettings:
    """The same PostgreSQL for the login that only looks, as Looker Studio has it."""
    return postgres_settings(Role.REPORTER)


def neo4j_settings() -> Neo4jSettings:
    """The Neo4j that NEO4J_URI and its companions name, else the one that profiles.yml chooses."""
    environment = os.environ
    if environment.get("NEO4J_URI"):
        return Neo4jSettings(
            target="environment",
            uri=checked_uri(environment["NEO4J_URI"], "the environment variable NEO4J_URI"),
            username=environment.get("NEO4J_USERNAME") or "neo4j",
            password=_required_variable("NEO4J_PASSWORD"),
            database=environment.get("NEO4J_DATABASE") or None,
        )
    target, output = chosen(profiles.NEO4J)
    return Neo4jSettings(
        target=target,
        uri=checked_uri(output.text("uri"), f"`uri` of `neo4j.{target}` in {profiles_path()}"),
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


def _required_variable(name: str) -> str:
    value = os.environ.get(name)
    if value is None:
        raise UserError(f"NEO4J_URI is set but {name} is not: export both, or neither")
    return value
