"""The sample, loaded and built once for all who read it: each gets a copy of the database."""

from psycopg import sql

from common.servers import roles
from common.servers.connections import connect_postgres, postgres_settings
from queries.page import AS_OF
from tests.integration.in_process import Ended, run_dbt, run_module

KEPT = "built_sample"


def build() -> Ended:
    """Load and build it in a warehouse that is empty; return how the build ended."""
    loaded = run_module("loaders", "load", "data/sample")
    assert loaded.returncode == 0, loaded.stderr
    done = run_dbt("build", "--vars", f"as_of_date: {AS_OF}")
    assert done.returncode == 0, done.stdout
    return done


def keep() -> None:
    """Keep a copy of the warehouse."""
    _copy(postgres_settings().dbname, KEPT)


def restore() -> None:
    """Put the copy in the place of the warehouse, with the rights of a database."""
    _copy(KEPT, postgres_settings().dbname)
    with connect_postgres(autocommit=True) as connection:
        roles.apply(connection)


def _copy(one: str, another: str) -> None:
    with connect_postgres(dbname="postgres", autocommit=True) as connection:
        # Nobody may be connected to what is copied.
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [one]
        )
        copy, of = sql.Identifier(another), sql.Identifier(one)
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(copy))
        connection.execute(sql.SQL("create database {} template {}").format(copy, of))
