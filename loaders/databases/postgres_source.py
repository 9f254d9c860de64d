"""Reads PostgreSQL: the server writes its values as text, and `COPY` streams them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy
from psycopg import Connection, Error, OperationalError
from psycopg.errors import UndefinedColumn, UndefinedTable
from psycopg.sql import SQL, Composable, Composed, Identifier
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from loaders.batch import NULL, Batch, batch_of, row_text
from loaders.contract import Database
from loaders.databases import watermark
from loaders.databases.copy_out import copy_out
from loaders.databases.reader import DatabaseError, Reader

FETCH = 10_000  # rows
# One way to write each value, whatever the server's own settings are.
AS_TEXT = {
    "datestyle": "ISO",
    "timezone": "UTC",
    "intervalstyle": "iso_8601",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "lc_monetary": "C",
    "lock_timeout": "60s",
}


@contextmanager
def opened(url: URL, database: Database, name: str) -> Iterator[Reader]:
    """Connect and begin one transaction that can only read and sees one moment."""
    engine = sqlalchemy.create_engine(
        url.set(drivername="postgresql+psycopg"),
        poolclass=sqlalchemy.NullPool,
        isolation_level="REPEATABLE READ",
        connect_args={"connect_timeout": 10, "application_name": "loaders pull"},
    )
    try:
        connection = engine.connect().execution_options(postgresql_readonly=True)
    except (SQLAlchemyError, Error, UnicodeError) as error:
        raise _unreachable(error, name) from None
    with connection:
        driver: Any = connection.connection.driver_connection
        try:
            connection.begin()
            yield PostgresReader(driver, database, name)
        finally:
            with suppress(SQLAlchemyError, Error):
                connection.invalidate()  # ends a `COPY` at work, too


def _unreachable(error: Exception, name: str) -> DatabaseError:
    cause = getattr(error, "orig", error)
    text, variable = str(cause), name.split(" ")[0]
    reason = f"the connection failed ({type(cause).__name__})"
    if "authentication failed" in text or "no password supplied" in text:
        reason = "the server refuses the user or the password"
    elif "does not exist" in text:
        reason = "the server has no such database or user"
    elif isinstance(cause, OperationalError):
        reason = "no server answers there, or it refuses the connection"
    return DatabaseError(
        f"cannot connect to the database in {variable}: {reason}: check the URL and the network"
    )


class PostgresReader(Reader):
    """A table or query of PostgreSQL in a transaction of its own."""

    def __init__(self, connection: Connection[Any], database: Database, name: str):
        self.connection, self.name = connection, name
        self.relation: Composable = SQL("(\n{}\n) as source").format(
            SQL(database.query.strip().rstrip(";"))
        )
        if database.table:
            self.relation = Identifier(*database.table.split(".", 1))
        with self._told():
            for setting, value in AS_TEXT.items():
                connection.execute("select set_config(%s, %s, true)", [setting, value])
            connection.execute("set local client_encoding = 'utf8'")
            cursor = connection.execute(self._sql("select * from {relation} limit 0"))
            self.columns = [column.name for column in cursor.description or []]

    def all(self) -> Iterator[Batch]:
        """Yield all rows."""
        return self._copied(SQL(""), 0)

    def until(self, column: str, since: str | None) -> str | None:
        """Return the greatest value of `column`, and count its nulls."""
        name = Identifier(self.name_in_source(column))
        statement = "select count(*) filter (where {name} is null), max({name})::text"
        beyond = " where {name} >= {since} or {name} is null" if since is not None else ""
        with self._told():
            row = self.connection.execute(
                self._sql(statement + " from {relation}" + beyond, name=name, since=since)
            ).fetchone()
        assert row is not None
        self.nulls = row[0]
        return row[1] if row[1] is not None else since

    def since(self, column: str, since: str | None, landed: Counter[bytes]) -> Iterator[Batch]:
        """Yield the rows beyond `since`, and those at it that are not among the `landed` ones."""
        if since is None:
            yield from self._copied(SQL(""), 0)
            return
        name = Identifier(self.name_in_source(column))
        number = 0
        for batch in self._at(self._sql("where {name} = {since}", name=name, since=since), landed):
            number += batch.landed
            yield batch
        yield from self._copied(self._sql("where {name} > {since}", name=name, since=since), number)

    def _at(self, where: Composed, landed: Counter[bytes]) -> Iterator[Batch]:
        """Yield the rows at a watermark that are new."""
        names = [name for name, _ in self.layout.declared + self.layout.extra]
        wide = len(self.layout.declared)
        number = 0
        columns = SQL(", ").join(
            self._value(at) for _, at in self.layout.declared + self.layout.extra
        )
        with self._told(), self.connection.cursor("at_the_watermark") as cursor:
            cursor.execute(
                self._sql("select {columns} from {relation} {w}", columns=columns, w=where)
            )
            while rows := cursor.fetchmany(FETCH):
                parts = []
                for row in rows:
                    if watermark.is_new(dict(zip(names, row, strict=True)), landed):
                        number += 1
                        extra = dict(zip(names[wide:], row[wide:], strict=True)) or None
                        parts.append(row_text(row[:wide], extra, number))
                yield batch_of(parts, len(parts), [])

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
            "to stdout (format csv, null {null}, encoding 'utf8')",
            columns=SQL(", ").join(columns),
            number=number,
            where=where,
            null=NULL,
        )
        with self._told():
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
        except UndefinedTable:
            raise DatabaseError(
                f"{self.name}: there is no such table: correct sources.yml"
            ) from None
        except UndefinedColumn:
            raise DatabaseError(
                f"{self.name}: there is no such column: correct sources.yml"
            ) from None
        except Error as error:
            what = f"{type(error).__name__}, SQLSTATE {error.sqlstate or 'unknown'}"
            raise DatabaseError(
                f"{self.name}: the database stopped the pull ({what}): nothing was landed"
            ) from None
