"""What can stop a sync, one class per cause."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from neo4j.exceptions import DriverError, Neo4jError

from common.errors import UserError
from common.spark import without_log

UNBUILT = (
    psycopg.errors.InvalidSchemaName,
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedColumn,
)
AGAIN = "run `make graph` again: it repairs what is half done"


class MartError(UserError):
    """The marts cannot be read, or do not hold what the model needs."""


class GraphError(UserError):
    """The graph cannot be read or written."""


class OvertakenError(UserError):
    """Another sync has begun to write since this one read the graph."""


class GuardError(UserError):
    """The sync would delete more than it may."""


class ExportError(UserError):
    """The files of an export cannot be written."""


class NotEqualError(UserError):
    """The graph differs from the mart although every batch succeeded."""


@contextmanager
def mart_errors(work: str = "reading the marts") -> Iterator[None]:
    """Turn PostgreSQL's errors into one line; the server's text may quote rows and is left out."""
    try:
        yield
    except UNBUILT as error:
        missing = error.diag.message_primary or ""
        raise MartError(
            f"the marts are not complete ({missing}): run `dbt build` first{without_log(missing)}"
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        denied = error.diag.message_primary or ""
        if "history" in denied:
            raise _not_set_up(denied) from error
        raise MartError(
            f"the warehouse user may not read the marts ({denied}): "
            "grant it USAGE on schema marts and SELECT on its tables"
        ) from error
    except psycopg.Error as error:
        raise MartError(
            f"{work} failed ({type(error).__name__}, SQLSTATE {error.sqlstate}): {AGAIN}"
        ) from error


@contextmanager
def history_errors() -> Iterator[None]:
    """As `mart_errors`, for the schema `history`, which the setup of the roles makes."""
    try:
        with mart_errors("reading or writing the schema history"):
            yield
    except MartError as error:
        if isinstance(error.__cause__, (*UNBUILT, psycopg.errors.InsufficientPrivilege)):
            raise _not_set_up(error.__cause__.diag.message_primary or "") from None
        raise


def _not_set_up(why: str) -> MartError:
    return MartError(
        f"the warehouse is not set up for the graph ({why}): run `make up`; on a server elsewhere "
        "an administrator runs `python -m common roles`"
    )


@contextmanager
def graph_errors() -> Iterator[None]:
    """Turn Neo4j's errors into one line; the server's text may quote rows and is left out."""
    try:
        yield
    except Neo4jError as error:
        code = error.code or type(error).__name__
        if "Forbidden" in code or "ReadOnly" in code or "AccessMode" in code:
            raise GraphError(
                f"Neo4j does not let this user write ({code}): use a user and a database that "
                "accept writes, in the section neo4j of profiles.yml"
            ) from error
        raise GraphError(f"Neo4j refused a statement ({code}): {AGAIN}") from error
    except DriverError as error:
        raise GraphError(
            f"the connection to Neo4j was lost ({type(error).__name__}): check that it runs "
            f"(`make status`), then {AGAIN}"
        ) from error
