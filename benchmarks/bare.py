"""The statements of a `dbt build` once more, run by psql alone in as many sessions."""

import json
import os
import subprocess
import time
from collections import defaultdict
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from pathlib import Path

from common.servers.connections import Role, connect_postgres, postgres_settings
from services.postgres_binaries import wheel_folder

PSQL = wheel_folder() / "pginstall18" / "bin" / "psql"
SESSIONS = 2  # as `threads` in profiles.yml
# As `dbt build` found it, but for the seeds, which dbt sends otherwise than as text.
EMPTIED = """
do $$ declare found record; begin
    for found in
        select format('%I.%I', relnamespace::regnamespace, relname) as name,
            case relkind when 'v' then 'view' else 'table' end as kind
        from pg_class
        where relnamespace::regnamespace::text in ('staging', 'intermediate', 'marts', 'history')
            and (
                relkind = 'v'
                or relkind = 'r'
                and (relname ~ '^(int|stg)_' or relnamespace = 'marts'::regnamespace)
            )
    loop
        execute format('drop %s if exists %s cascade', found.kind, found.name);
    end loop;
end $$;
"""


def seconds(folder: Path) -> float:
    """Run again in psql what a `dbt build` logged in `folder`; return how long it took."""
    statements = _logged(folder / "dbt.log")
    parents = _parents(folder / "manifest.json", set(statements))
    with connect_postgres(autocommit=True) as connection:
        connection.execute(EMPTIED)
    began = time.perf_counter()
    sorter = TopologicalSorter(parents)
    sorter.prepare()
    running: dict[Future[None], str] = {}
    with ThreadPoolExecutor(SESSIONS) as sessions:
        while sorter.is_active():
            for node in sorter.get_ready():
                running[sessions.submit(_psql, node, statements[node])] = node
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                future.result()
                sorter.done(running.pop(future))
    return time.perf_counter() - began


def _logged(log: Path) -> dict[str, list[str]]:
    """Return the statements of each model, data test and unit test, in order, from dbt's log."""
    found: dict[str, list[str]] = defaultdict(list)
    with log.open(encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            if event["info"]["name"] == "SQLQuery":
                node = event["data"].get("node_info", {}).get("unique_id", "")
                if node.startswith(("model.", "test.", "unit_test.")):
                    found[node].append(event["data"]["sql"].rstrip().rstrip(";") + ";\n")
    return dict(found)


def _parents(manifest: Path, nodes: set[str]) -> dict[str, set[str]]:
    known = json.loads(manifest.read_text(encoding="utf-8"))["parent_map"]
    return {node: nodes.intersection(known.get(node, [])) for node in nodes}


def _psql(node: str, statements: list[str]) -> None:
    settings = postgres_settings()
    where = {"PGHOST": settings.host, "PGPORT": str(settings.port), "PGUSER": settings.user}
    where |= {"PGDATABASE": settings.dbname, "PGPASSWORD": settings.password}
    where |= {"PGOPTIONS": f"-c role={Role.TRANSFORMER}"}
    done = subprocess.run(
        [PSQL, "-qXAt", "-v", "ON_ERROR_STOP=1"],
        input="".join(statements),
        env=os.environ | where,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"psql: {node}: {done.stderr}")
