"""Where the last pull stopped, and which rows at exactly that value are landed already.

More rows may come to stand at a watermark after it was pulled. The next pull therefore begins *at*
it and leaves out each row that equals a landed one, as often as it was landed.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from loaders.contract import Source
from loaders.staging import partitions

FETCH = 10_000


def landed_at(connection: Connection[Any], source: Source, mark: str | None) -> Counter[bytes]:
    """Count the landed rows at watermark `mark` by their digest."""
    found: Counter[bytes] = Counter()
    if mark is None or source.watermark is None:
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
        table=partitions.raw_table(source),
        source=source.name,
        mark=mark,
        column=Identifier(source.watermark),
    )
    with connection.cursor("landed") as cursor:
        cursor.itersize = FETCH
        for *cells, extra in cursor.execute(statement):
            declared = dict(zip(source.columns, cells, strict=True))
            found[digest(declared | (extra or {}))] += 1
    return found


def digest(row: Mapping[str, str | None]) -> bytes:
    """Return what stands for a row: the same for the same values under the same names."""
    items = sorted((name, value) for name, value in row.items() if value is not None)
    return hashlib.blake2b(json.dumps(items).encode(), digest_size=16).digest()


def is_new(row: Mapping[str, str | None], landed: Counter[bytes]) -> bool:
    """Whether a row is not among the landed ones; each of these is used up by one row."""
    key = digest(row)
    if landed[key] > 0:
        landed[key] -= 1
        return False
    return True
