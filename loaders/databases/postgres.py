"""Reads PostgreSQL: the server writes its values as text, and `COPY` streams them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy
from psycopg import Connection, Error, OperationalError
from psycopg.errors import UndefinedColumn, UndefinedTable, lookup
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGresult
from psycopg.sql import SQL, Composable, Composed, Identifier
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from loaders.batch import NULL, Batch, row_text
from loaders.contract.model import Database
from loaders.databases.postgres_proofs import proofs, unreachable
from loaders.databases.reader import DatabaseError, Reader, is_new

FETCH = 10_000  # rows
PART = 2**20  # bytes of a batch
# One way to write each value, whatever the server's own settings are.
AS_TEXT = {
    "datestyle": "ISO",
    "timezone": "UTC",
    "intervalstyle": "iso_8601",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "lc_monetary": "C",
    "lock_timeout": "60s",
    "client_encoding": "utf8",
}


@contextmanager
def opened(url: URL, database: Database, name: str) -> Iterator[Reader]:
    """Connect and begin one transaction that can only read and sees one moment."""
    engine = sqlalchemy.create_engine(
        url.set(drivername="postgresql+psycopg"),
        poolclass=sqlalchemy.NullPool,
        isolation_level="REPEATABLE READ",
        connect_args=proofs(url) | {"connect_timeout": 10, "application_name": "loaders pull"},
    )
    try:
        connection = engine.connect().execution_options(postgresql_readonly=True)
    except (SQLAlchemyError, Error, UnicodeError) as error:
        raise unreachable(error, name) from None
    with connection:
        driver: Any = connection.connection.driver_connection
        try:
            connection.begin()
            yield PostgresReader(driver, database, name)
        finally:
            with suppress(SQLAlchemyError, Error):
                connection.invalidate()  # ends a `COPY` at work, too


class PostgresReader(Reader):
    """A table or query of PostgreSQL in a transaction of its own."""

    def __init__(self, connection: Connection[Any], database: Database, name: str):
        self.connection, self.name = connection, name
        query = SQL(database.query.strip().rstrip(";"))
        self.relation: Composable = SQL("(\n{}\n) as source").format(query)
        if database.table:
            self.relation = Identifier(*database.table.split(".", 1))
        with self._told():
            for setting, value in AS_TEXT.items():
                connection.execute("select set_config(%s, %s, true)", [setting, value])
            cursor = connection.execute(self._sql("select * from {relation} limit 0"))
            self.columns = [column.name for column in cursor.description or []]

    def until(self, column: str, since: str | None) -> tuple[str | None, int]:
        """Return the greatest value of the column from `since` on, and how many nulls it has."""
        statement = "select max({name})::text, count(*) filter (where {name} is null)"
        beyond = " where {name} >= {since} or {name} is null" if since is not None else ""
        name = Identifier(self.spelt(column))
        with self._told():
            row = self.connection.execute(
                self._sql(statement + " from {relation}" + beyond, name=name, since=since)
            ).fetchone()
        assert row is not None
        return since if row[0] is None else row[0], row[1]

    def rows(self, column: str, since: str | None, landed: Counter[bytes]) -> Iterator[Batch]:
        """Yield all rows, or those whose column is beyond `since` or at it and not `landed` yet."""
        number = 0
        beyond: Composable = SQL("")
        with self._told():
            if since is not None:
                name = Identifier(self.spelt(column))
                at = self._sql("where {name} = {since}", name=name, since=since)
                for batch in self._new(at, landed):
                    number += batch.landed
                    yield batch
                beyond = self._sql("where {name} > {since}", name=name, since=since)
            yield from self._copied(beyond, number)

    def _new(self, where: Composed, landed: Counter[bytes]) -> Iterator[Batch]:
        """Yield the rows at a watermark that have not landed yet."""
        declared, extra = self.layout.declared, self.layout.extra
        names = [name for name, _ in declared + extra]
        values = SQL(", ").join(self._value(at) for _, at in declared + extra)
        statement = self._sql("select {values} from {relation} {w}", values=values, w=where)
        number, wide = 0, len(declared)
        with self.connection.cursor("at_the_watermark") as cursor:
            cursor.execute(statement)
            while rows := cursor.fetchmany(FETCH):
                parts = []
                for row in rows:
                    if is_new(dict(zip(names, row, strict=True)), landed):
                        number += 1
                        kept = dict(zip(names[wide:], row[wide:], strict=True)) or None
                        parts.append(row_text(row[:wide], kept, number))
                yield Batch(b"".join(parts), len(parts))

    def _copied(self, where: Composable, number: int) -> Iterator[Batch]:
        """Stream rows as the server writes them, numbered from `number` + 1 on."""
        columns: list[Composable] = [self._value(at) for _, at in self.layout.declared]
        if self.layout.extra:
            names = SQL(", ").join(SQL("{}").format(name) for name, _ in self.layout.extra)
            values = SQL(", ").join(self._value(at) for _, at in self.layout.extra)
            pairs = SQL("jsonb_object(array[{}]::text[], array[{}])").format(names, values)
            columns.append(pairs)
        statement = self._sql(
            "copy (select {columns}, row_number() over () + {number} from {relation} {where}) "
            "to stdout (format text, null {null}, encoding 'utf8')",
            columns=SQL(", ").join(columns),
            number=number,
            where=where,
            null=NULL,
        )
        yield from copy_out(self.connection, statement)

    def _value(self, at: int) -> Composed:
        return SQL("{}::text").format(Identifier(self.columns[at]))

    def _sql(self, statement: str, **parts: Any) -> Composed:
        return SQL(statement).format(relation=self.relation, **parts)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what the database refused without a word of its data: its text may quote rows."""
        try:
            yield
        except (UndefinedTable, UndefinedColumn) as error:
            what = "table" if isinstance(error, UndefinedTable) else "column"
            raise DatabaseError(
                f"{self.name}: there is no such {what}: correct sources.yml"
            ) from None
        except Error as error:
            what = f"{type(error).__name__}, SQLSTATE {error.sqlstate or 'unknown'}"
            raise DatabaseError(
                f"{self.name}: the database stopped the pull ({what}): nothing was landed"
            ) from None


def copy_out(connection: Connection[Any], statement: Composed) -> Iterator[Batch]:
    """Yield what `COPY … TO STDOUT` sends.

    It asks libpq itself for each row, at half the time of `Cursor.copy`; the server's own count
    at the end proves that nothing is missing.
    """
    server = connection.pgconn
    server.send_query(statement.as_bytes(connection))
    _expect(server.get_result(), ExecStatus.COPY_OUT)
    rows = told = 0
    part = bytearray()
    while (got := server.get_copy_data(0))[0] > 0:
        part += got[1]
        rows += 1  # one message is one row
        if len(part) >= PART:
            yield Batch(bytes(part), rows - told)
            told, part = rows, bytearray()
    done = _expect(server.get_result(), ExecStatus.COMMAND_OK)
    if done.command_tuples != rows:
        raise OperationalError("rows are missing")
    server.get_result()
    yield Batch(bytes(part), rows - told)


def _expect(result: PGresult | None, status: ExecStatus) -> PGresult:
    if result is None or result.status != status:
        state = result.error_field(DiagnosticField.SQLSTATE) if result else None
        raise lookup(state.decode())() if state else OperationalError("the connection was lost")
    return result
