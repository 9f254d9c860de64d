"""The place of landed rows that needs nothing else: partitions in PostgreSQL."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier, Literal

from loaders.batch import Batch, Layout
from loaders.contract.model import Source
from loaders.staging import gone, partitions, retention
from loaders.staging.sending import send
from loaders.staging.suppression import keep_out_rows
from loaders.staging.tables import raw_table
from loaders.store import NUMERIC, POSTGRES, DateCounts, Digests, Sent

OTHER_LETTERS = SQL("""
select count(*) from {partition} as landed
where octet_length(landed::text) > char_length(landed::text)
""")
DATES = SQL("""
select
    sum(cells) filter (where is_numeric),
    sum(cells) filter (where is_numeric and first > 12 and second <= 12),
    sum(cells) filter (where is_numeric and first <= 12 and second > 12),
    sum(cells) filter (
        where
        is_numeric
        and greatest(first, second)
        <= (array[31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])[least(first, second)]
        and not (first = second and has_century)
    ),
    sum(cells)
from (
    select
        cells,
        text ~ {pattern} as is_numeric,
        text ~ '^[^0-9]*[0-9]+[-/. ][0-9]+[-/. ][0-9]{{4}}' as has_century,
        (regexp_match(text, '^[^0-9]*([0-9]{{1,2}})[-/. ][0-9]'))[1]::integer as first,
        (regexp_match(text, '^[^0-9]*[0-9]{{1,2}}[-/. ]([0-9]{{1,2}})'))[1]::integer as second
    from (
        select {column} as text, count(*) as cells
        from {partition}
        where {column} ~ '[0-9]'
        group by {column}
    ) as spellings
) as dates
""")
UNDECLARED = SQL("""
select cells.key, coalesce(cells.value, ''), count(*)
from {partition}
cross join lateral jsonb_each_text(_extra) as cells
group by 1, 2
limit {most}
""")
SAYS_WHO_CAME = """
select exists (
    select from staging.loads
    cross join lateral (
        select status from staging.raw_attendance
        where _load_id = loads.load_id
        limit 1000
    ) as rows
    where source = 'attendance' and is_active and rows.status is not null
)
"""


@dataclass(frozen=True)
class Partition:
    """One load's partition, a table of its own until it is kept."""

    connection: Connection[Any]
    source: Source
    load_id: int
    table: Identifier

    def send(self, layout: Layout, batches: Iterable[Batch], sent: Sent) -> None:
        """Send all batches by `COPY`."""
        send(self.connection, self.table, layout, batches, sent)

    def with_other_letters(self) -> int:
        """How many rows hold other letters than ASCII."""
        statement = OTHER_LETTERS.format(partition=self.table)
        [(rows,)] = self.connection.execute(statement).fetchall()
        return int(rows)

    def dates(self, column: str) -> DateCounts:
        """How the dates of a column are written."""
        statement = DATES.format(
            column=Identifier(column), partition=self.table, pattern=Literal(NUMERIC)
        )
        [found] = self.connection.execute(statement).fetchall()
        return DateCounts(*(int(count or 0) for count in found))

    def undeclared(self, most: int) -> Iterator[tuple[str, str, int]]:
        """Yield name, text and rows of the cells that nobody declared."""
        statement = UNDECLARED.format(partition=self.table, most=most)
        yield from self.connection.execute(statement).fetchall()

    def leave_out(self, digests: Digests) -> int:
        """Write it again without the rows of people who were erased."""
        return keep_out_rows(self.connection, self.load_id, self.source, digests)

    def keep(self) -> None:
        """Attach it."""
        partitions.attach(self.connection, self.source, self.table, [self.load_id])

    def drop(self) -> None:
        """Drop it."""
        partitions.drop(self.connection, self.table)


@dataclass(frozen=True)
class PostgresStore:
    """The partitions of the connection's database."""

    connection: Connection[Any]
    name: str = POSTGRES

    def begin(self, source: Source, load_id: int) -> Partition:
        """Create the table that becomes the load's partition."""
        table = partitions.begin(self.connection, source, load_id)
        return Partition(self.connection, source, load_id, table)

    def says_who_came(self) -> bool:
        """Whether any attendance that counts has a status."""
        return self.connection.execute(SAYS_WHO_CAME).fetchone() == (True,)

    def note_gone(self, former: set[int], sources: Iterable[Source]) -> None:
        """Keep the subscriptions of the `former` loads that the newest export lacks."""
        if found := gone.change(self.connection, former, sources):
            gone.record(self.connection, found, raw_table(found.source))

    def sweep(self, source: Source) -> None:
        """Nothing: a transaction that is cut off leaves no table."""

    def abandon(self) -> None:
        """Nothing: the transaction is rolled back."""

    def prune(self, source: Source) -> int:
        """Fold small partitions, and drop expired ones."""
        retention.fold(self.connection, source)
        return retention.prune(self.connection, source)
