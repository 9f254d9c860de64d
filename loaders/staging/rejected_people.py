"""Whose a rejected record is, by its cells, whichever columns they belong to."""

from psycopg.sql import SQL, Composed, Identifier

from loaders.staging.cleaning import cleaned
from loaders.staging.people import CELLS, ID, ZONE, expression, is_sought
from loaders.store import Digests

# Whatever parts the cells of a file, and what quotes them.
MARKS = r"""'[,;|"\t\r\n]'"""
ORDER = """
(
    select max(value) from staging.load_settings
    where
        setting = 'date_order' and load_id = cells.load_id
        and coalesce(column_name, 'StudentBirthDate') = 'StudentBirthDate'
)
"""


def sought_records(table: Identifier, digests: Digests) -> Composed:
    """Return a query: load and number of those records of a table that are of who is looked for.

    A name counts that nobody else bears, or with a birth date beside it. First names may have a
    cell of their own, before the name.
    """
    text = expression(cleaned("clean_text", "cell"))
    name = expression(cleaned("name_key", cleaned("readable_name", "text")))
    whole = expression(cleaned("name_key", cleaned("readable_name", "(before || ' ' || text)")))
    born = expression(cleaned("parse_date", cleaned("latin_digits", "text"), "date_order", ZONE))
    ids = SQL(" or ").join(
        SQL("meant.source = {} and {}").format(source, is_sought(digests, ID[source], "meant.id"))
        for source in CELLS
    )
    return SQL(
        "with cells as ("
        "select load_id, record_number, source, place, {text} as text"
        " from {table}, regexp_split_to_table(raw, {marks}) with ordinality as split (cell, place)"
        " where source = any({sources})"
        "), texts as ("
        "select *, lag(text) over (partition by load_id, record_number order by place) as before,"
        " {order} as date_order from cells where text is not null"
        "), meant as materialized ("
        "select load_id, record_number, source, {id} as id, {email} as email, {name} as name,"
        " {whole} as whole, cast({born} as text) as born from texts"
        ") select distinct meant.load_id, meant.record_number from meant"
        " left join meant as beside on meant.load_id = beside.load_id"
        " and meant.record_number = beside.record_number and beside.born is not null"
        " where {ids} or {by_email} or {by_name} or {by_whole} or {name_born} or {whole_born}"
    ).format(
        table=table,
        text=text,
        marks=expression(MARKS),
        sources=list(CELLS),
        order=expression(ORDER),
        id=expression(cleaned("real_key", "text")),
        email=expression(cleaned("parse_email", "text")),
        name=name,
        whole=whole,
        born=born,
        ids=ids,
        by_email=is_sought(digests, "email", "meant.email"),
        by_name=is_sought(digests, "name", "meant.name"),
        by_whole=is_sought(digests, "name", "meant.whole"),
        name_born=is_sought(digests, "name and born", "meant.name || chr(31) || beside.born"),
        whole_born=is_sought(digests, "name and born", "meant.whole || chr(31) || beside.born"),
    )
