"""Who lands a file, or pulls a table, in `load.py`: each returns the seconds it took."""

import csv
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from psycopg import sql

from common.servers.connections import Role, connect_postgres, postgres_settings
from loaders import load
from loaders.contract.model import Database, Source
from loaders.contract.sources import read_sources
from loaders.databases.pull import Pull
from loaders.discovery import MatchedFile
from loaders.staging import partitions
from services.postgres_binaries import wheel_folder

PSQL = wheel_folder() / "pginstall18" / "bin" / "psql"
SCHEMA = "bench"
PULLED = "operational"  # the table that is pulled


def psql(file: Path) -> float:
    """Time `\\copy` into a plain table of the same columns."""
    create("plain", file)
    began = time.perf_counter()
    run_psql(f"\\copy {SCHEMA}.plain from '{file}' csv header")
    return time.perf_counter() - began


def psql_pipe(file: Path) -> float:
    """Time `\\copy … to` piped into `\\copy … from` a plain table of the same columns."""
    create("plain", file)
    began = time.perf_counter()
    with subprocess.Popen(
        [PSQL, "-qXc", f"\\copy {SCHEMA}.{PULLED} to stdout"], env=where(), stdout=subprocess.PIPE
    ) as giving:
        run_psql(f"\\copy {SCHEMA}.plain from stdin", stdin=giving.stdout)
    assert giving.returncode == 0
    return time.perf_counter() - began


def loader(file: Path) -> float:
    """Time this project's loader with everything on."""
    source = benchmarked(file)
    return land(source, MatchedFile(source, file))


def loader_pull(file: Path) -> float:
    """Time this project's pull of the table that holds the file's rows."""
    os.environ["BENCH_DB"] = url("postgresql")
    database = Database("BENCH_DB", table=f"{SCHEMA}.{PULLED}")
    source = replace(benchmarked(file), files=(), database=database)
    return land(source, Pull(source, database))


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
    "psql pipe": psql_pipe,
    "loader": loader,
    "loader pull": loader_pull,
    "pandas": pandas_to_sql,
    "dlt": dlt_arrow,
}


def benchmarked(file: Path) -> Source:
    """Return the shipped source of a file, under another name and without limits."""
    [source] = [source for source in read_sources() if source.name == file.stem.split("-")[0]]
    limits = replace(source.limits, max_rejected=1.0)
    return replace(source, name=f"bench_{source.name}", limits=limits)


def land(source: Source, given: load.Input) -> float:
    """Land one input and take it away again."""
    with connect_postgres(role=Role.LOADER, application_name="loaders") as connection:
        partitions.prepare(connection, (source,))
        began = time.perf_counter()
        load.land(connection, [given], force=True)
        spent = time.perf_counter() - began
        connection.execute(sql.SQL("drop table {}").format(partitions.raw_table(source)))
        for table in ("loads", "rejected_rows"):
            statement = sql.SQL("delete from staging.{} where source = {}")
            connection.execute(statement.format(sql.Identifier(table), source.name))
    return spent


def create(name: str, file: Path) -> None:
    """Create an empty plain table with the file's columns."""
    columns = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(c)) for c in header(file))
    table = sql.Identifier(SCHEMA, name)
    with connect_postgres(autocommit=True) as connection:
        connection.execute(sql.SQL("drop table if exists {}").format(table))
        connection.execute(sql.SQL("create table {} ({})").format(table, columns))


def fill_operational(file: Path) -> None:
    """Make the table that is pulled hold the file's rows."""
    create(PULLED, file)
    run_psql(f"\\copy {SCHEMA}.{PULLED} from '{file}' csv header")
    run_psql(f"vacuum analyze {SCHEMA}.{PULLED}")


def run_psql(command: str, **streams: object) -> None:
    """Run one command of psql."""
    subprocess.run([PSQL, "-qXc", command], env=where(), check=True, **streams)  # type: ignore[call-overload]


def where() -> dict[str, str]:
    """Return the environment by which psql finds the warehouse."""
    settings = postgres_settings()
    address = {"PGHOST": settings.host, "PGPORT": str(settings.port), "PGUSER": settings.user}
    return os.environ | address | {"PGDATABASE": settings.dbname, "PGPASSWORD": settings.password}


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
