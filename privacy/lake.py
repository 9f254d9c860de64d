"""A person in the lake, where landed rows are kept for a build on Spark: found, told, erased.

Who is meant is asked of PostgreSQL, which gets each different writing of a load for as long.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier, Literal

from common.spark import lake_path
from loaders.contract.model import Source
from loaders.lake.back import fill
from loaders.lake.folders import Lake
from loaders.lake.people import different, theirs
from loaders.lake.rows import LakeRows
from loaders.lake.store import LANDED
from loaders.staging import partitions
from loaders.staging.people import CELLS, Digests, is_sought
from loaders.staging.tables import raw_table

Place = tuple[str, int, int]
# The ledger says what is in the file, however often an erasure was cut off.
COUNTED = """
update staging.loads
set rows_landed = %(rows)s, rows_suppressed = rows_in - rows_rejected - %(rows)s
where load_id = %(load)s and rows_landed <> %(rows)s
"""


@dataclass(frozen=True)
class InLake:
    """The loads of a lake whose rows are of somebody."""

    lake: Lake
    sources: tuple[Source, ...]

    @classmethod
    def reached(cls, sources: Iterable[Source]) -> "InLake":
        """Reach the lake of profiles.yml; raises `UserError`."""
        return cls(Lake.at(lake_path()), tuple(sources))

    def written(self, connection: Connection[Any], source: Source) -> Identifier:
        """Make a temporary table like the raw one of each different writing of a person."""
        name = f"{source.table}_of_the_lake"
        made = SQL("create temporary table {} (like {})")
        connection.execute(made.format(Identifier(name), raw_table(source)))
        columns = list(CELLS[source.name].values())
        loads = {rows.load_id: different(rows, columns) for rows in self._loads(connection, source)}
        table = Identifier("pg_temp", name)
        fill(connection, table, loads)
        return table

    def find(
        self, connection: Connection[Any], digests: Digests
    ) -> tuple[dict[str, int], list[Place]]:
        """Return how many rows of each source are of who is looked for, and where these are."""
        found, places = Counter[str](), list[Place]()
        for source, rows, numbers in self._theirs(connection, digests):
            found[f"lake.{source.name}"] += len(numbers)
            places += [(source.name, rows.load_id, number) for number in numbers]
        return dict(found), places

    def tell(
        self, connection: Connection[Any], digests: Digests
    ) -> dict[str, list[dict[str, Any]]]:
        """Return the rows of each source that are of who is looked for."""
        told = defaultdict[str, list[dict[str, Any]]](list)
        for source, rows, numbers in self._theirs(connection, digests):
            told[f"lake.{source.name}"] += [
                {**row, "_load_id": rows.load_id} for row in rows.of(numbers)
            ]
        return told

    def erase(self, connection: Connection[Any], digests: Digests) -> None:
        """Write the files again that hold a row of theirs; what was made of files goes."""
        with partitions.locked(connection, [source.name for source in self.sources]):
            for _, rows, numbers in self._theirs(connection, digests):
                if numbers:
                    rows.without(numbers)
                    rows.keep()
                counted = {"rows": rows.count(), "load": rows.load_id}
                connection.execute(COUNTED, counted)
        self.lake.forget_copies()
        # Imported here: nothing else of the lake needs Spark.
        from refresh.spark.forget import forget

        forget(lambda students: _of_them(connection, digests, students))

    def _theirs(
        self, connection: Connection[Any], digests: Digests
    ) -> Iterator[tuple[Source, LakeRows, list[int]]]:
        for source in self.sources:
            for rows in self._loads(connection, source):
                yield source, rows, theirs(connection, source, rows, digests)

    def _loads(self, connection: Connection[Any], source: Source) -> Iterator[LakeRows]:
        for (load_id,) in connection.execute(LANDED, [source.name]).fetchall():
            yield LakeRows(self.lake, source.name, load_id)


def _of_them(connection: Connection[Any], digests: Digests, students: Sequence[str]) -> list[str]:
    ids = SQL("select id from unnest(cast({} as text [])) as ids (id) where {}")
    rows = connection.execute(ids.format(Literal(students), is_sought(digests, "id", "id")))
    return [student for (student,) in rows.fetchall()]
