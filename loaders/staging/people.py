"""Whose a landed row is: what each source's cells say of a person, cleaned as the models clean it.

Matching is exact after cleaning: an id, an address that one person bears, an address with a name, a
name with a birth date where there is neither id nor address, and a name alone where there is
nothing else. A value is compared as a digest under `staging.suppression_key`.
"""

from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from loaders.contract.model import Source
from loaders.staging.cleaning import cleaned
from loaders.staging.tables import column_names
from loaders.store import Digests as Digests

# Which cells of a source say who somebody is; `ids` are of which system.
CELLS = {
    "students": {"id": "student_id", "email": "email", "first": "first_name", "name": "name"},
    "attendance": {"id": "student_id", "email": "student_email"},
    "calls": {"id": "student_id"},
    "subscriptions": {
        **{"id": "StudentId", "email": "StudentEmail", "first": "StudentFirstName"},
        **{"name": "Student", "born": "StudentBirthDate"},
    },
}
# The ids of a subscription export may be those of another system.
ID = {
    **{"students": "id", "attendance": "id", "calls": "id"},
    **{"subscriptions": "subscription id"},
}
PARTS = ("id", "email", "first", "name", "born")
DATE_ORDER = """
(
    select coalesce(
        max(value) filter (where column_name = {column}),
        max(value) filter (where column_name is null)
    )
    from staging.load_settings where setting = 'date_order' and load_id = written._load_id
)
"""
ZONE = "(select value from staging.school_settings where setting = 'time_zone')"
JOINED = """
exists (
    select from staging.school_settings
    where
        source = {source} and setting = 'join'
        and lower(translate(key, '_', '')) = lower(translate({column}, '_', ''))
)
"""


def has_people(source: Source) -> bool:
    """Whether rows of this source are of somebody."""
    return source.name in CELLS


def traits(connection: Connection[Any], source: Source, table: Identifier) -> Composed:
    """Return a query: each different writing of a person in a table, and what it says.

    Its columns are the cells `w_id`, `w_email`, `w_first`, `w_name`, `w_born` as written, with
    `_load_id`, and `id`, `bare_id`, `email`, `name` (a key of the name) and `born` (ISO) cleaned.
    """
    cells = cells_of(connection, source, table)
    written = SQL(", ").join(
        SQL("{} as {}").format(
            Identifier(cells[part]) if part in cells else SQL("cast(null as text)"),
            Identifier(f"w_{part}"),
        )
        for part in PARTS
    )
    # Only dates are read in an order that a load has of its own.
    load = SQL("_load_id") if "born" in cells else SQL("cast(null as bigint) as _load_id")
    texts = SQL(", ").join(
        expression(f"{cleaned('clean_text', f'w_{part}')} as {part}_text") for part in PARTS[:-1]
    )
    born = expression(f"{cleaned('latin_digits', cleaned('clean_text', 'w_born'))} as born_text")
    order = SQL(DATE_ORDER).format(column=Literal(cells.get("born", "")))
    return SQL(
        "select written.*, keyed.id, keyed.bare_id, keyed.email, named.name, keyed.born"
        " from (select distinct {load}, {written} from {table}) as written"
        " cross join lateral (select {texts}, {born}, {order} as date_order offset 0) as texts"
        " cross join lateral (select {id} as id, {email} as email, {whole} as whole_name,"
        " cast({date} as text) as born offset 0) as typed"
        " cross join lateral (select typed.*, case when {joined} then {bare} end as bare_id,"
        " {readable} as readable offset 0) as keyed"
        " cross join lateral (select {name} as name offset 0) as named"
    ).format(
        load=load,
        written=written,
        table=table,
        texts=texts,
        born=born,
        order=order,
        id=expression(cleaned("real_key", "id_text")),
        email=expression(cleaned("parse_email", "email_text")),
        whole=expression(cleaned("whole_name", "first_text", "name_text")),
        date=expression(cleaned("parse_date", "born_text", "date_order", ZONE)),
        joined=SQL(JOINED).format(source=Literal(source.name), column=Literal(cells.get("id", ""))),
        bare=expression(cleaned("bare_key", "typed.id")),
        readable=expression(cleaned("readable_name", "typed.whole_name")),
        name=expression(cleaned("name_key", "readable")),
    )


def kinds(source: Source) -> dict[str, str]:
    """Return by which kinds of value a writing is somebody's, each with its expression."""
    kind = ID[source.name]
    return {
        kind: "id",
        f"bare {kind}": "bare_id",
        "email": "email",
        "email and name": "email || chr(31) || name",
        "name and born": "case when id is null and email is null then name || chr(31) || born end",
        "name": "case when id is null and email is null and born is null then name end",
    }


def sought_writings(
    connection: Connection[Any], source: Source, table: Identifier, digests: Digests
) -> Composed:
    """Return a query: those writings of a table that are of who is looked for."""
    return SQL("select * from ({}) as people where {}").format(
        traits(connection, source, table),
        SQL(" or ").join(is_sought(digests, kind, value) for kind, value in kinds(source).items()),
    )


def is_of_them(connection: Connection[Any], source: Source, table: Identifier) -> Composed:
    """Return the condition that a row `landed` of the table is written as one of `sought`."""
    cells = cells_of(connection, source, table)
    same: list[Composable] = [
        SQL("landed.{} is not distinct from sought.{}").format(
            Identifier(column), Identifier(f"w_{part}")
        )
        for part, column in cells.items()
    ]
    if "born" in cells:
        same.append(SQL("landed._load_id = sought._load_id"))
    return SQL("exists (select from sought where {})").format(SQL(" and ").join(same))


def is_sought(digests: Digests, kind: str, value: str) -> Composed:
    """Return the condition that an expression of this kind is one of those looked for."""
    return SQL("coalesce({} = any({}), false)").format(
        digest(digests.secret, kind, value), Literal(list(digests.sought))
    )


def digest(secret: bytes, kind: str, value: str) -> Composed:
    """Return the expression for a value's digest: of key, kind and value."""
    return SQL("sha256({} || convert_to({} || chr(31) || {}, 'UTF8'))").format(
        Literal(secret), Literal(kind), expression(value)
    )


def cells_of(connection: Connection[Any], source: Source, table: Identifier) -> dict[str, str]:
    """Return which of a table's columns says what of a person."""
    present = column_names(connection, table)
    return {part: column for part, column in CELLS[source.name].items() if column in present}


def expression(text: str) -> SQL:
    """Return a text of ours as SQL."""
    return SQL(text)
