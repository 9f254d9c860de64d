"""Keeps since when exports have said where a subscription stands, when retention drops their rows.

A status without a day of its own is as old as the first export that had it.
"""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from loaders.contract.model import Source
from loaders.staging.gone import IDENTITY, KEPT
from loaders.staging.tables import add_missing

STATUS = "SubscriptionStatus"
TABLE = Identifier("staging", "said_statuses")
CREATE = "create table if not exists {said} (said_on date not null)"
KEEP = """
insert into {said} ({cells}, said_on)
select {cells}, min(said_on)
from (
    select {cells}, own_day as said_on
    from {raw} inner join staging.loads on load_id = _load_id
    where _load_id = any(%(loads)s) and {status} != ''
    union all
    select {cells}, said_on from forgotten
) as said
group by {cells}
"""


def prepare(connection: Connection[Any], source: Source) -> None:
    """Create the table, or add the columns that it lacks."""
    if source.name == KEPT:
        connection.execute(SQL(CREATE).format(said=TABLE))
        add_missing(connection, TABLE, (*IDENTITY, STATUS))


def keep(
    connection: Connection[Any], source: Source, loads: Sequence[int], raw: Identifier
) -> None:
    """Keep what loads say that are about to lose their rows in table `raw`.

    Each word is kept once with its first day.
    """
    if source.name != KEPT or STATUS not in source.columns or not loads:
        return
    cells = [name for name in (*IDENTITY, STATUS) if name in source.columns]
    parts = {
        "said": TABLE,
        "raw": raw,
        "cells": SQL(", ").join(map(Identifier, cells)),
        "status": Identifier(STATUS),
    }
    forget = SQL("with forgotten as (delete from {said} returning *)").format(**parts)
    connection.execute(forget + SQL(KEEP).format(**parts), {"loads": list(loads)})
