"""What is told of people and their school: all figures, all files, who is found."""

import json
from pathlib import Path

from common.folders import REPOSITORY, target_folder
from common.servers.connections import connect_postgres
from graph_sync.graph import open_graph
from services import neo4j_home, postgres_cluster
from tests.integration.in_process import run_module
from tests.integration.privacy.conftest import Somebody

TABLES = "select table_name from information_schema.tables where table_schema = 'marts' order by 1"
# What says when and from which bytes a load came, and how many records were in them.
OF_THE_FILE = {
    *("rows_in_files", "rows_in_file", "rows_suppressed", "file_bytes", "started_at"),
    *("finished_at", "newest_load_at", "newest_load_on", "changes_since", "changes_until"),
    "synced_at",
}


def run(module: str, *arguments: str) -> str:
    done = run_module(module, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def land_and_build(folder: Path) -> None:
    run("loaders", "load", str(folder), "--as-of", "2026-11-15")
    run("refresh", "build")


def figures() -> dict[str, list[str]]:
    """All rows of all marts."""
    found = {}
    with connect_postgres() as connection:
        for (name,) in connection.execute(TABLES).fetchall():
            rows = connection.execute(f"select to_jsonb(t) from marts.{name} as t".encode())
            found[name] = sorted(
                json.dumps({key: row[key] for key in sorted(row) if key not in OF_THE_FILE})
                for (row,) in rows.fetchall()
            )
    return found


def folders() -> list[Path]:
    """Where all is that servers, builds and pages leave on the disk."""
    return [
        *(postgres_cluster.data_folder(), neo4j_home.data_folder().parent, target_folder()),
        *(REPOSITORY / "dashboard" / "preview", REPOSITORY / "refresh" / "report"),
        *(REPOSITORY / "target", REPOSITORY / "logs"),
    ]


def told(somebody: Somebody) -> list[str]:
    """The marts of which a row tells of this person, and whether the graph does."""
    with connect_postgres() as connection:
        names = [f"marts.{name}" for (name,) in connection.execute(TABLES).fetchall()]
        words = [somebody.student_id, *(needle.decode() for needle in somebody.needles)]
        found = [
            name
            for name in names
            if connection.execute(
                f"select from {name} as t where cast(to_jsonb(t) as text) like any(%s)".encode(),
                [[f"%{word}%" for word in words]],
            ).rowcount
        ]
    with open_graph() as graph, graph.driver.session() as session:
        students = session.run(
            "MATCH (s:Student {student_id: $id}) RETURN s", id=somebody.student_id
        )
        return found + ["the graph"] * len(list(students))
