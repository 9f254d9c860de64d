"""What the export writes is what Neo4j's own import makes the graph of."""

import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from common.commands.progress import Progress
from common.errors import UserError
from common.servers.settings import Neo4jSettings
from graph_sync.export.import_command import instructions
from graph_sync.sync import check, export_to
from tests.integration.graph_sync.odd_texts import ODD

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.slow
def test_the_printed_commands_make_the_graph_equal(
    mart: Any,
    neo: Any,
    actual: Any,
    expected: Any,
    configured: Any,
    tmp_path: Path,
    run_sync: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with mart.cursor() as cursor:
        cursor.executemany(
            "insert into marts.students values (%s, %s, %s)", [(text, text, text) for text in ODD]
        )
        cursor.executemany(
            "insert into marts.sessions values (%s, null, null, %s)", [(text, text) for text in ODD]
        )
    mart.execute(
        "insert into marts.attendance select student_id, session_id "
        "from marts.students, marts.sessions on conflict do nothing"
    )
    folder = tmp_path / "a folder, 'odd' (1)"
    done = command("export", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert files == dict.fromkeys(("students.csv", "sessions.csv", "attendance.csv"), 0o600)

    *commands, sync = [line for line in done.stdout.splitlines() if line.startswith("  ")]
    for line in commands:
        subprocess.run(line, shell=True, cwd=ROOT, check=True, capture_output=True)

    assert actual() == expected()
    assert check(Progress()).plan.empty
    # So too page by page, although there are no constraints and so no indexes yet.
    monkeypatch.setattr("graph_sync.graph.PAGE", 3)
    assert check(Progress()).plan.empty
    assert subprocess.run(sync, shell=True, cwd=ROOT, check=False).returncode == 0
    assert run_sync().plan.empty


def test_a_server_elsewhere_is_told_its_own_command(mart: Any, tmp_path: Path) -> None:
    exported = export_to(tmp_path / "out", Progress())
    elsewhere = Neo4jSettings("server", "bolt://db.example.org:7687", "neo4j", "secret", "school")

    printed = "\n".join(instructions(exported, elsewhere))

    assert "neo4j-admin database import full --nodes=Student=students.csv" in printed
    assert printed.count(" school") == 2
    assert "multiline" not in printed
    assert "secret" not in printed


def test_a_folder_that_cannot_be_written_is_named(mart: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UserError, match=r"cannot write to .*/file: .*: name another one"):
        export_to(tmp_path / "file", Progress())


def test_an_export_that_fails_leaves_no_half_a_file(mart: Any, tmp_path: Path) -> None:
    mart.execute("drop table marts.attendance")

    with pytest.raises(UserError, match="run `dbt build` first"):
        export_to(tmp_path / "out", Progress())

    assert list((tmp_path / "out").glob("*.part")) == []


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-m", "graph_sync", *arguments]
    return subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
