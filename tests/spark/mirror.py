"""The rows of the lake in PostgreSQL's raw tables, where its models and the loader's tests read."""

from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from common.servers.connections import Role, connect_postgres
from common.spark import lake_path
from loaders.contract.model import Source
from loaders.contract.sources import DEFAULT_SOURCES, read_sources
from loaders.lake.folders import Lake
from loaders.lake.rows import LakeRows

LANDED = "select load_id from staging.loads where source = %s and status = 'landed' order by 1"
HERE = "update staging.loads set kept_in = 'postgres'"


def mirror_all() -> None:
    """Have PostgreSQL hold all that the lake of profiles.yml does, and its ledger say so."""
    with connect_postgres(role=Role.LOADER, autocommit=True) as loader:
        for source in read_sources(DEFAULT_SOURCES):
            mirror(loader, Lake.at(lake_path()), source)
        loader.execute(HERE)


def mirror(connection: Connection[Any], lake: Lake, source: Source) -> None:
    """Have the raw table hold what the lake does."""
    table = Identifier("staging", source.table)
    connection.execute(
        SQL("create table if not exists {} partition of {} default").format(
            Identifier("staging", f"{source.table}_all"), table
        )
    )
    connection.execute(SQL("truncate {}").format(table))
    for (load_id,) in connection.execute(LANDED, [source.name]).fetchall():
        for batch in LakeRows(lake, source.name, load_id).batches():
            names = [*batch.schema.names, "_load_id"]
            statement = SQL("copy {} ({}) from stdin").format(
                table, SQL(", ").join(map(Identifier, names))
            )
            with connection.cursor() as cursor, cursor.copy(statement) as copy:
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    copy.write_row((*row, load_id))
