"""One number for all rows of a table, whatever their order, that both engines come to.

Each row becomes one text: its values with their lengths, a dash for none. The sum is of 60 bits of
each text's MD5.
"""

from collections.abc import Iterable

from psycopg.sql import SQL, Composed, Identifier

Columns = Iterable[tuple[str, str]]
# In PostgreSQL its text has the session's time zone.
ZONED = "timestamp with time zone"
# Its text has as many decimals as the column, or in PostgreSQL, where that has none, as the cell.
EXACT = "numeric"
SPELT = {ZONED: "({} at time zone 'UTC')", EXACT: "trim_scale({})"}
ZEROS_AT_THE_END = r"'(\\.\\d*[1-9])0+$|\\.0+$'"


def in_postgres(schema: str, table: str, columns: Columns) -> Composed:
    """The statement for PostgreSQL: one row, count and checksum."""
    texts = [
        SQL("cast({} as text)").format(SQL(SPELT.get(kind, "{}")).format(Identifier(name)))
        for name, kind in columns
    ]
    return SQL(
        "select count(*), "
        "coalesce(sum(cast(cast('x' || left(md5(row), 15) as bit(60)) as bigint)), 0) "
        "from (select concat_ws(',', {}) as row from {}) as rows"
    ).format(
        SQL(", ").join(
            SQL("coalesce(char_length({0}) || ':' || {0}, '-')").format(text) for text in texts
        ),
        Identifier(schema, table),
    )


def in_spark(table: str, columns: Columns) -> str:
    """The same for Spark."""
    texts = [
        f"regexp_replace(cast(`{name}` as string), {ZEROS_AT_THE_END}, '$1')"
        if kind == EXACT
        else f"cast(`{name}` as string)"
        for name, kind in columns
    ]
    row = ", ".join(f"coalesce(concat(char_length({t}), ':', {t}), '-')" for t in texts)
    return (
        "select count(*), "
        "coalesce(sum(cast(conv(left(md5(row), 15), 16, 10) as decimal(20, 0))), 0) "
        f"from (select concat_ws(',', {row}) as row from {table}) as rows"
    )
