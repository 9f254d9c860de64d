"""Pulls a declared table or query out of an operational database, which is only ever read."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from loaders import own_day
from loaders.batch import Batch, Seal, Stream
from loaders.columns import by_name
from loaders.contract.model import Database, Source
from loaders.databases import postgres, sqlite
from loaders.databases.reader import DatabaseError, Reader, digest
from loaders.own_day import OwnDay
from loaders.staging import active
from loaders.staging.tables import raw_table

READERS = {"postgresql": postgres.opened, "sqlite": sqlite.opened}
AHEAD = timedelta(days=1)  # clocks and time zones may differ by less


@dataclass(frozen=True)
class Pull:
    """One source that is a database."""

    source: Source
    database: Database

    @property
    def name(self) -> str:
        """The variable and the table, never the URL."""
        return f"{self.database.variable} {self.database.table or 'query'}"

    @property
    def size(self) -> None:
        """Not known."""

    @property
    def own_day(self) -> OwnDay:
        """Today."""
        return OwnDay(own_day.today(), own_day.PULL)

    def landed(self, connection: Connection[Any]) -> None:
        """Each pull sees another moment, so none is landed already."""

    @contextmanager
    def open(self, connection: Connection[Any], advance: Callable[[int], None]) -> Iterator[Stream]:
        """Begin to read the rows, or with a watermark those that are new since the last pull."""
        column, source = self.database.watermark, self.source
        with self._reader() as reader:
            reader.layout = by_name(reader.columns, source, f"{self.name}:")
            since = mark = None
            landed = Counter[bytes]()
            if column:
                since = active.newest(connection, source, "watermark")
                landed = _landed_at(connection, source, since)
                mark, nulls = reader.until(column, since)
                self._check(nulls, mark)
            batches = reader.rows(column, since, landed)
            yield Stream(reader.layout, _told(batches, advance), lambda: Seal(watermark=mark))

    def _check(self, nulls: int, mark: str | None) -> None:
        """Refuse watermarks that would let a later pull miss rows."""
        column = f"{self.name}: watermark column `{self.database.watermark}`"
        if nulls:
            raise DatabaseError(
                f"{column} is null in {nulls:,} rows, which a later pull could not tell from new "
                "ones: fill it, or leave these rows out with a `query`"
            )
        if mark is not None and is_future(mark):
            raise DatabaseError(
                f"{column} has a time in the future, and later pulls would miss what is before "
                "it: correct that row, or leave it out with a `query`"
            )

    def _reader(self) -> AbstractContextManager[Reader]:
        url = self._url()
        return READERS[url.get_backend_name()](url, self.database, self.name)

    def _url(self) -> URL:
        """Return the URL; what is wrong with it is said without a word of it."""
        variable = self.database.variable
        text = os.environ.get(variable, "")
        if not text:
            raise DatabaseError(
                f"environment variable {variable} is not set: set it to the SQLAlchemy URL of the "
                f"database of source `{self.source.name}`"
            )
        try:
            url = make_url(text)
        except (ArgumentError, ValueError):
            url = None
        if url is None or url.get_backend_name() not in READERS:
            raise DatabaseError(
                f"environment variable {variable} holds no URL of PostgreSQL or SQLite: it must "
                "begin with postgresql:// or sqlite:///; of other databases export the table as "
                "a file and `load` that"
            )
        return url


def pulls(sources: Iterable[Source], name: str | None) -> list[Pull]:
    """Return the sources that are databases, or the one that is named."""
    found = [Pull(source, source.database) for source in sources if source.database]
    names = [pull.source.name for pull in found]
    if not found:
        raise DatabaseError("no source is a database: declare one with `database` in sources.yml")
    if name and name not in names:
        raise DatabaseError(f"no database source is named `{name}`: choose of {', '.join(names)}")
    return [pull for pull in found if name in (None, pull.source.name)]


def _landed_at(connection: Connection[Any], source: Source, mark: str | None) -> Counter[bytes]:
    """Count by their digest the landed rows at watermark `mark`.

    More rows may get the same watermark after it was pulled. The next pull therefore begins
    *at* it and leaves out each row that equals a landed one, as often as it was landed.
    """
    found = Counter[bytes]()
    if mark is None:
        return found
    statement = SQL(
        """
        select {columns}, raw._extra from {table} as raw
        inner join staging.loads on loads.load_id = raw._load_id
        where loads.source = {source} and loads.is_active and loads.watermark = {mark}
            and raw.{column} = {mark}
        """
    ).format(
        columns=SQL(", ").join(SQL("raw.{}").format(Identifier(name)) for name in source.columns),
        table=raw_table(source),
        source=source.name,
        mark=mark,
        column=Identifier(source.watermark),
    )
    with connection.cursor("landed") as cursor:
        for *cells, extra in cursor.execute(statement):
            declared = dict(zip(source.columns, cells, strict=True))
            found[digest(declared | (extra or {}))] += 1
    return found


def _told(batches: Iterator[Batch], advance: Callable[[int], None]) -> Iterator[Batch]:
    done = 0
    for batch in batches:
        done += len(batch.text)
        advance(done)
        yield batch


def is_future(mark: str) -> bool:
    """Whether a watermark is a time to come, by more than clocks and time zones differ."""
    if mark == "infinity" or re.match(r"\d{5,}-\d\d-\d\d", mark):
        return True
    try:
        moment = datetime.fromisoformat(mark) if re.match(r"\d{4}-\d\d-\d\d", mark) else None
    except ValueError:
        return False
    if moment is None:
        return False
    return moment.replace(tzinfo=moment.tzinfo or UTC) > datetime.now(UTC) + AHEAD
