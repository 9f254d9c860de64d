"""Times reading a source of many small loads: `python benchmarks/many_loads.py`; see README.md.

The server is an embedded one of this run's own.
"""

import os
import statistics
import time
from pathlib import Path
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier, Literal

from benchmarks.own_servers import own_servers
from common.servers.connections import Role, connect_postgres
from loaders.contract.model import Source
from loaders.contract.sources import read_sources
from loaders.discovery import MatchedFile
from loaders.load import land
from loaders.staging import partitions, retention

ROWS = 1_000  # of a load
TIMES = 7  # each read; the middle one counts
# What is loaded how often, and whether the partitions are folded, as the command does it.
LOADS = {"ten": (10, True), "folded": (1_000, True), "not_folded": (1_000, False)}
CONTRACT = "sources:\n" + "".join(
    f"  {name}: {{files: '{name}.csv', columns: [a], mode: append}}\n" for name in LOADS
)
READ = SQL("""
explain (analyze, format json)
select count(*), max(a) from {table} where _load_id in ({loads})
""")


def main() -> None:
    """Land each source's loads, then read all of its rows; print a line for each."""
    with own_servers("postgres") as folder, connect_postgres(role=Role.LOADER) as connection:
        contract = folder / "many_loads.yml"
        contract.write_text(CONTRACT, encoding="utf-8")
        sources = read_sources(contract)
        partitions.prepare(connection, sources)
        connection.commit()
        print("| loads | partitions | landing s | planning ms | execution ms |")
        print("|---|--:|--:|--:|--:|")
        for source in sources:
            spent = _land(connection, source, folder / f"{source.name}.csv")
            parts, planning, execution = _read(connection, source)
            print(
                f"| {source.name} | {parts:,} | {spent:.1f} | {planning:.1f} | {execution:.1f} |",
                flush=True,
            )


def _land(connection: Connection[Any], source: Source, file: Path) -> float:
    loads, folded = LOADS[source.name]
    began = time.perf_counter()
    for load in range(loads):
        rows = range(load * ROWS, (load + 1) * ROWS)
        file.write_text("a\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        land(connection, [MatchedFile(source, file)])
        if folded:
            retention.fold(connection, source)
    return time.perf_counter() - began


def _read(connection: Connection[Any], source: Source) -> tuple[int, float, float]:
    """Return how many partitions there are, and the milliseconds of planning and execution."""
    table = Identifier("staging", f"raw_{source.name}")
    [(parts,)] = connection.execute(
        "select count(*) from pg_inherits where inhparent = %s::regclass",
        [table.as_string(connection)],
    ).fetchall()
    found = connection.execute(
        "select load_id from staging.loads where source = %s and status = 'landed'", [source.name]
    ).fetchall()
    loads = SQL(", ").join(Literal(load) for (load,) in found)
    read = READ.format(table=table, loads=loads)
    plans = [connection.execute(read).fetchall()[0][0][0] for _ in range(TIMES)]
    planning, execution = (
        statistics.median(plan[f"{part} Time"] for plan in plans)
        for part in ("Planning", "Execution")
    )
    connection.rollback()
    return parts, planning, execution


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    main()
