"""The servers' messages and what a person reads instead."""

import pytest
from neo4j.exceptions import Neo4jError

from common.errors import UserError
from common.servers.connection_errors import (
    ServerDownError,
    TlsError,
    TooManyError,
    UnknownDatabaseError,
    WrongCredentialsError,
    neo4j_error,
    postgres_error,
)
from common.servers.settings import Neo4jSettings, PostgresSettings

PREFIX = 'connection failed: connection to server at "127.0.0.1", port 5432 failed: '


@pytest.mark.parametrize(
    ("message", "error", "words"),
    [
        (PREFIX + "Connection refused", ServerDownError, "check that the server runs"),
        ("connection timeout expired", ServerDownError, "not answering at db.school:5432"),
        (
            PREFIX + 'FATAL:  password authentication failed for user "loader"',
            WrongCredentialsError,
            "refuses user `loader` or its password",
        ),
        (PREFIX + 'FATAL:  role "loader" does not exist', WrongCredentialsError, "`loader`"),
        (PREFIX + "fe_sendauth: no password supplied", WrongCredentialsError, "`loader`"),
        (
            PREFIX + 'FATAL:  database "school" does not exist',
            UnknownDatabaseError,
            "no database `school`: create it",
        ),
        (PREFIX + "FATAL:  the database system is starting up", ServerDownError, "in a moment"),
        (PREFIX + "FATAL:  sorry, too many clients already", TooManyError, "three in five"),
        (
            PREFIX + 'FATAL:  too many connections for role "loader"',
            TooManyError,
            "as `loader` may have: close reports",
        ),
        (PREFIX + "server does not support SSL, but SSL was required", TlsError, "no TLS"),
    ],
)
def test_each_cause_has_its_line(message: str, error: type[UserError], words: str) -> None:
    settings = PostgresSettings(
        "server", "db.school", 5432, "loader", "hidden", "school", schema="marts"
    )
    found = postgres_error(settings, message)
    assert type(found) is error
    assert words in str(found)


def test_a_graph_that_is_still_being_recovered_is_no_answer() -> None:
    """Its server speaks already: a start goes on waiting, a command says what to do."""
    settings = Neo4jSettings("server", "bolt://db.school:7687", "neo4j", "hidden", "neo4j")
    code = "Neo.TransientError.General.DatabaseUnavailable"
    unavailable = Neo4jError._hydrate_neo4j(code=code, message="x")

    found = neo4j_error(settings, unavailable)

    assert type(found) is ServerDownError
    assert str(found).endswith("is just starting or stopping: try again in a moment")
