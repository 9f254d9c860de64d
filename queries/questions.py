"""Finds the question files, and asks PostgreSQL or Neo4j."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import neo4j
import psycopg
from neo4j.exceptions import DriverError, Neo4jError

from common.errors import UserError
from common.servers.connections import Role, connect_postgres, neo4j_settings, open_neo4j
from common.spark import without_log

FOLDER = Path(__file__).resolve().parent
ENGINES = ("sql", "cypher")

# A default that a caller may replace, in both languages:
# `'Alice'::text as student_name -- parameter` and `3 AS how_many // parameter`.
PARAMETER = re.compile(
    r"(?P<default>'[^'\n]*'|\d+)(?P<cast>::\w+)? (?P<as>as|AS) (?P<name>\w+)"
    r"(?=,? (?:--|//) parameter$)",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Question:
    """One question in one language."""

    name: str
    engine: str
    text: str

    @property
    def title(self) -> str:
        """The question itself: the file's first comment."""
        lines = []
        for line in self.text.splitlines():
            if not line.startswith(("--", "//")):
                break
            lines.append(line[2:].strip())
        return " ".join(lines)

    @property
    def defaults(self) -> dict[str, str | int]:
        """Parameters with the values that the file itself has for them."""
        return {found["name"]: _value(found["default"]) for found in PARAMETER.finditer(self.text)}

    def bound(self) -> LiteralString:
        """The text with a placeholder in place of each default, so that values never enter it."""
        names = list(self.defaults)

        def placeholder(found: re.Match[str]) -> str:
            number, name = names.index(found["name"]) + 1, found["name"]
            mark = f"${number}" if self.engine == "sql" else f"${name}"
            return f"{mark}{found['cast'] or ''} {found['as']} {name}"

        return PARAMETER.sub(placeholder, self.text)


@dataclass(frozen=True)
class Answer:
    """Column names and rows, in the order the question asks for."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


def names() -> list[str]:
    """Every question there is."""
    return sorted({path.stem for engine in ENGINES for path in FOLDER.glob(f"*.{engine}")})


def engines(name: str) -> list[str]:
    """The languages in which a question can be asked."""
    return [engine for engine in ENGINES if (FOLDER / f"{name}.{engine}").is_file()]


def question(name: str, engine: str) -> Question:
    """One question; raises `UserError` with the names there are."""
    if name not in names():
        raise UserError(f"no question is called {name!r}: choose one of {', '.join(names())}")
    if engine not in engines(name):
        raise UserError(f"{name} cannot be asked in {engine}, only in {', '.join(engines(name))}")
    text = (FOLDER / f"{name}.{engine}").read_text(encoding="utf-8")
    return Question(name, engine, text)


def ask(asked: Question, given: Mapping[str, str]) -> Answer:
    """The answer of the configured server, with the given parameters and defaults for the rest."""
    values = parameters(asked, given)
    if asked.engine == "sql":
        with connect_postgres(role=Role.TRANSFORMER, application_name="queries") as connection:
            connection.read_only = True
            return ask_postgres(connection, asked, values)
    settings = neo4j_settings()
    with open_neo4j(settings) as driver:
        return ask_neo4j(driver, settings.database, asked, values)


def parameters(asked: Question, given: Mapping[str, str]) -> dict[str, str | int]:
    """Values for every parameter, of the type that its default has."""
    known = asked.defaults
    for name, text in given.items():
        if name not in known:
            listed = ", ".join(known) or "none"
            raise UserError(f"{asked.name} has no parameter {name!r}: it has {listed}")
        if isinstance(known[name], int) and not text.isdecimal():
            raise UserError(f"{name} of {asked.name} is a number, such as {known[name]}")
    return known | {name: type(known[name])(text) for name, text in given.items()}


def ask_postgres(
    connection: psycopg.Connection[Any], asked: Question, values: Mapping[str, Any]
) -> Answer:
    """Ask in SQL."""
    with _errors(), psycopg.RawCursor(connection) as cursor:
        cursor.execute(asked.bound(), list(values.values()))
        columns = [column.name for column in cursor.description or []]
        return Answer(columns, cursor.fetchall())


def ask_neo4j(
    driver: neo4j.Driver, database: str | None, asked: Question, values: Mapping[str, Any]
) -> Answer:
    """Ask in Cypher; dates come back as Python's."""
    with _errors():
        records, _, columns = driver.execute_query(
            asked.bound(),
            dict(values),
            database_=database,
            routing_=neo4j.RoutingControl.READ,
        )
    return Answer(columns, [tuple(_native(value) for value in record) for record in records])


def _value(literal: str) -> str | int:
    return literal[1:-1] if literal.startswith("'") else int(literal)


def _native(value: Any) -> Any:
    return value.to_native() if hasattr(value, "to_native") else value


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except psycopg.errors.UndefinedTable as error:
        missing = error.diag.message_primary or ""
        raise UserError(f"{missing}: run `make load build` first{without_log(missing)}") from error
    except psycopg.Error as error:
        raise UserError(
            f"PostgreSQL refused the question ({error.diag.message_primary})"
        ) from error
    except (Neo4jError, DriverError) as error:
        code = getattr(error, "code", None) or type(error).__name__
        raise UserError(f"Neo4j refused the question ({code})") from error
