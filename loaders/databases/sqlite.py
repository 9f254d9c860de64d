"""Reads SQLite, opened so that it cannot be written, row by row in one transaction."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import SQLAlchemyError

from loaders.batch import Batch, RejectedRecord, readable, row_text, unstorable
from loaders.contract.model import Database
from loaders.databases.reader import DatabaseError, Reader, is_new

FETCH = 5_000  # rows


@contextmanager
def opened(url: URL, database: Database, name: str) -> Iterator[Reader]:
    """Open the file and begin one transaction."""
    file = Path(url.database or "")
    if not file.is_file():
        raise DatabaseError(
            f"cannot connect to the database in {name.split(' ')[0]}: there is no such SQLite "
            "file: check the path in the URL"
        )

    def connect() -> sqlite3.Connection:
        driver = sqlite3.connect(
            f"{file.resolve().as_uri()}?mode=ro",
            uri=True,
            isolation_level=None,
            timeout=60,
        )
        driver.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        return driver

    engine = sqlalchemy.create_engine(url, creator=connect, poolclass=sqlalchemy.NullPool)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("begin")
            yield SqliteReader(connection, database, name)
    except SQLAlchemyError as error:
        raise _said(name, error) from None
    except sqlite3.Error as error:
        raise _said(name, error) from None


def _said(name: str, error: Exception) -> DatabaseError:
    """Say what SQLite refused; only what cannot hold a row's content is repeated."""
    text = str(getattr(error, "orig", error))
    for sign, told in (
        ("no such table", "there is no such table: correct sources.yml"),
        ("no such column", "there is no such column: correct sources.yml"),
        ("file is not a database", "the file is not an SQLite database: check the URL"),
        ("locked", "the database is locked by another program: try again"),
    ):
        if sign in text:
            return DatabaseError(f"{name}: {told}")
    kind = type(getattr(error, "orig", error)).__name__
    return DatabaseError(f"{name}: the database stopped the pull ({kind}): nothing was landed")


class SqliteReader(Reader):
    """A table or query of SQLite."""

    def __init__(self, connection: Connection, database: Database, name: str):
        self.connection, self.name = connection, name
        self.relation = f"(\n{database.query.strip().rstrip(';')}\n)"
        booleans: set[str] = set()
        if database.table:
            self.relation = ".".join(map(_quoted, database.table.split(".", 1)))
            kinds = self._run(
                "select name from pragma_table_info(?) where upper(type) like 'BOOL%'",
                (database.table.split(".")[-1],),
            )
            booleans = {kind for (kind,) in kinds}
        described = self._run(f"select * from {self.relation} limit 0")
        self.columns = list(described.keys())
        self.is_boolean = [column in booleans for column in self.columns]

    def until(self, column: str, since: str | None) -> tuple[str | None, int]:
        """Return the greatest value of the column from `since` on, and how many nulls it has."""
        name = _quoted(self.spelt(column))
        row: tuple[int, Any, int, str | None] = self._run(
            f"select count(*) - count({name}), max({name}), count(distinct case "
            f"typeof({name}) when 'integer' then 'real' when 'null' then null else "
            f"typeof({name}) end), max(typeof({name})) filter (where {name} is not null) "
            f"from {self.relation}"
        ).one()  # type: ignore[assignment]
        nulls, greatest, kinds, kind = row
        if kinds > 1 or kind == "blob":
            raise DatabaseError(
                f"{self.name}: watermark column `{column}` mixes kinds of values, which have no "
                "order: convert it with a `query`"
            )
        self.kind = kind
        if greatest is None or (since is not None and greatest < self._bound(since)):
            return since, nulls
        return _text(greatest, False), nulls

    def _bound(self, mark: str) -> Any:
        """Return a watermark as the kind of value that the column holds."""
        if self.kind not in ("integer", "real"):
            return mark
        return float(mark) if any(sign in mark for sign in ".en") else int(mark)

    def rows(self, column: str, since: str | None, landed: Counter[bytes]) -> Iterator[Batch]:
        """Yield all rows, or those whose column is beyond `since` or at it and not `landed` yet."""
        beyond, values = "", tuple[Any, ...]()
        if since is not None:
            beyond, values = f"where {_quoted(self.spelt(column))} >= ?", (self._bound(since),)
        found = self._run(f"select * from {self.relation} {beyond}", values)
        declared, extra = self.layout.declared, self.layout.extra + self.layout.nameless
        number = 0
        for rows in found.partitions(FETCH):
            parts, rejects = [], []
            for row in rows:
                cells = [_text(*pair) for pair in zip(row, self.is_boolean, strict=True)]
                named = {name: cells[at] for name, at in declared + extra}
                if landed and not is_new(named, landed):
                    continue
                number += 1
                reason = unstorable(cells)
                if reason:
                    raw = ",".join(cell or "" for cell in cells).encode("utf-8", "surrogateescape")
                    rejects.append(RejectedRecord(number, number, readable(raw), reason))
                else:
                    kept = {name: cells[at] for name, at in extra} or None
                    parts.append(row_text([cells[at] for _, at in declared], kept, number))
            yield Batch(b"".join(parts), len(parts), rejects)

    def _run(self, statement: str, values: tuple[Any, ...] = ()) -> "sqlalchemy.CursorResult[Any]":
        try:
            return self.connection.execution_options(yield_per=FETCH).exec_driver_sql(
                statement, values
            )
        except SQLAlchemyError as error:
            raise _said(self.name, error) from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: Any, is_boolean: bool) -> str | None:
    """Write a value so that it can be read in one way only."""
    if value is None:
        return None
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if is_boolean and value in (0, 1):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)
