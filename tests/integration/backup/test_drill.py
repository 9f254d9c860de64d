"""What was backed up is there again after a restore, as it was; what is cut off changes nothing."""

import shutil
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest

from backup import create, restore
from backup.checksums import checksums
from backup.keeping import backups
from common.folders import REPOSITORY
from common.servers.connections import Role, connect_postgres
from privacy import remaking
from services import postgres_cluster, postgres_server, servers
from tests.integration.in_process import Ended, run_module
from tests.integration.schemas import empty

SAMPLE = REPOSITORY / "data" / "sample"
KEPT = ("staging", "history")
# Tables with their owners and rights, and every row of each.
TABLES = """
select
    cast(oid::regclass as text), relowner::regrole::text,
    (select string_agg(cast(acl as text), ' ' order by acl::text) from unnest(relacl) as acl)
from pg_class
where relkind in ('r', 'p') and relnamespace::regnamespace::text in ('staging', 'history')
order by 1
"""
Contents = dict[tuple[str, ...], list[Any]]


def contents() -> Contents:
    with connect_postgres() as connection:
        return {
            table: sorted(
                connection.execute(f"select cast(t as text) from {table[0]} as t".encode())
            )
            for table in connection.execute(TABLES).fetchall()
        }


def run(*arguments: str) -> Ended:
    return run_module("backup", *arguments)


@pytest.fixture
def landed(warehouse: Path) -> Iterator[Path]:
    """A warehouse with the sample landed; the folder of its backups."""
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
    assert run_module("loaders", "load", str(SAMPLE)).returncode == 0
    (warehouse / "school.yml").write_text("time_zone: UTC\n", "utf-8")
    yield warehouse / "backups"
    shutil.rmtree(warehouse / "backups", ignore_errors=True)
    for name in ("school.yml", "school.yml.before"):
        (warehouse / name).unlink(missing_ok=True)
    with connect_postgres(autocommit=True) as connection:
        empty(connection)


@pytest.fixture
def not_remade(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restore, "remake", lambda say: 0)


def test_what_is_restored_is_what_was_backed_up(
    landed: Path, not_remade: None, warehouse: Path
) -> None:
    before = contents()
    assert len(before) > 12
    made = run("create", "--to", str(landed))
    assert made.returncode == 0, made.stderr
    [folder] = backups(landed)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (landed, folder)} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}

    with connect_postgres(autocommit=True) as connection:
        empty(connection)
    (warehouse / "school.yml").write_text("time_zone: Africa/Cairo\n", "utf-8")
    done = run("restore", str(folder))
    assert done.returncode == 0, done.stderr
    assert contents() == before
    assert (warehouse / "school.yml").read_text("utf-8") == "time_zone: UTC\n"
    assert "Cairo" in (warehouse / "school.yml.before").read_text("utf-8")
    assert "not compared" in done.stdout

    asked = run("restore", str(folder))
    assert (asked.returncode, "add --yes" in asked.stderr) == (2, True)


def test_views_over_the_tables_of_two_logins_are_not_in_the_way(
    landed: Path, not_remade: None
) -> None:
    with connect_postgres(role=Role.TRANSFORMER, autocommit=True) as connection:
        connection.execute(
            "create view staging.stg_both as"
            " select secret from history.identifier_key, staging.raw_students"
        )
    before = contents()
    assert run("create", "--to", str(landed)).returncode == 0
    done = run("restore", str(backups(landed)[0]), "--yes")
    assert done.returncode == 0, done.stderr
    assert contents() == before


def test_when_the_graph_was_written_makes_no_mart_another(landed: Path) -> None:
    with connect_postgres(autocommit=True) as connection:
        connection.execute("create schema if not exists marts")
        connection.execute(
            "create table marts.graph_insights as select 1 as id, now() as synced_at"
        )
        before = checksums(connection)
        connection.execute(
            "update marts.graph_insights set synced_at = synced_at + interval '1 day'"
        )
        assert checksums(connection) == before
        connection.execute("update marts.graph_insights set id = 2")
        assert checksums(connection) != before


def test_whoever_was_erased_since_is_erased_again(
    landed: Path, not_remade: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("create", "--to", str(landed)).returncode == 0
    with connect_postgres(autocommit=True) as connection:
        connection.execute(
            "create table intermediate.int_loads as"
            " select load_id, true as is_in_force from staging.loads;"
            "create table intermediate.int_subscriptions (student_id text, student_ref text,"
            " student_email text, name_key text, birth_date_written date, subscription_id text);"
            "grant select on all tables in schema intermediate to warehouse_transformer"
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(remaking, "remake", lambda say: 0)
            patch.setattr(remaking, "forget_files", lambda: None)
            erased = run_module("privacy", "erase", "--student-id", "0000003", "--yes")
        assert erased.returncode == 0, erased.stderr
    # One that is cut off when the rows are back does not forget who is to be erased.
    with monkeypatch.context() as patch:
        patch.setattr(restore, "_restore_school", _cut_off)
        assert run("restore", str(backups(landed)[0]), "--yes").returncode == 130
    done = run("restore", str(backups(landed)[0]), "--yes")
    assert done.returncode == 0, done.stderr
    assert "erased again: 17 rows" in done.stdout
    with connect_postgres() as connection:
        left = connection.execute(
            "select count(*) from staging.raw_attendance where student_id = '0000003'"
        ).fetchone()
    assert left == (0,)
    assert run_module("privacy", "receipts").stdout.count("receipt ") == 1
    monkeypatch.setattr("loaders.staging.one_place.is_lake", lambda connection: True)
    done = run("restore", str(backups(landed)[0]), "--yes")
    assert "rows in the lake were not looked through: erase whom you have erased" in done.stdout


def _cut_off(*_: object) -> None:
    raise KeyboardInterrupt


def test_only_so_many_backups_are_kept(landed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(create, "_dump", lambda owner, file, snapshot: file.touch())
    for day in ("2026-01-01", "2026-01-02", "2026-01-03"):
        (landed / f"{day}T000000Z").mkdir(parents=True)
    (landed / "notes").mkdir()
    assert "dropped the oldest: 2" in run("create", "--to", str(landed), "--keep", "2").stdout
    oldest, _ = backups(landed)
    assert oldest.name == "2026-01-03T000000Z"
    assert (landed / "notes").exists()


def test_a_damaged_backup_changes_nothing(landed: Path, not_remade: None) -> None:
    assert run("create", "--to", str(landed)).returncode == 0
    [folder] = backups(landed)
    dump = folder / "warehouse_loader.dump"
    dump.write_bytes(dump.read_bytes()[:-5000])
    before = contents()
    done = run("restore", str(folder), "--yes")
    assert (done.returncode, "nothing was restored" in done.stderr) == (2, True)
    assert contents() == before
    (folder / "backup.json").unlink()
    assert "is no backup" in run("restore", str(folder), "--yes").stderr


SEIZE = """
create function staging.seize() returns boolean language plpgsql as $$
begin
    create table if not exists staging.seized (by_whom text);
    insert into staging.seized values (current_user || ' ' || session_user);
    return true;
exception when others then
    return true;
end $$;
"""
CHECKED = "alter table staging.raw_students add check (staging.seize())"
VIEW = """
alter table staging.loads rename to kept;
create view staging.loads as select * from staging.kept where staging.seize()
"""


@pytest.mark.parametrize("attached", [CHECKED, VIEW])
def test_what_the_loader_attached_runs_as_the_loader_alone(
    landed: Path, not_remade: None, attached: str
) -> None:
    with connect_postgres(role=Role.LOADER, autocommit=True) as loader:
        loader.execute(SEIZE.encode())
        loader.execute(attached.encode())
        before = loader.execute("select count(*) from staging.raw_students").fetchone()
        assert run("create", "--to", str(landed)).returncode == 0
        done = run("restore", str(backups(landed)[0]), "--yes")
        assert done.returncode == 0, done.stderr
        assert loader.execute("select count(*) from staging.raw_students").fetchone() == before
        loader.execute("select count(*) from staging.loads where staging.seize()")
        as_whom = loader.execute("select distinct by_whom from staging.seized").fetchall()
        assert as_whom == [("warehouse_loader warehouse_loader",)]


@pytest.mark.slow
def test_the_whole_drill(landed: Path, graph: Path) -> None:
    """Built, backed up, lost, restored with the server killed in the middle, restored, equal."""
    assert run_module("refresh", "build").returncode == 0
    assert run_module("graph_sync", "sync").returncode == 0
    assert run("create", "--to", str(landed)).returncode == 0
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
    [folder] = backups(landed)

    killed = Thread(target=_kill_the_server_in_a_restore)
    killed.start()
    cut_off = run("restore", str(folder))
    killed.join()
    assert cut_off.returncode == 2
    servers.up(["postgres"], print)
    with connect_postgres() as connection:
        assert connection.execute("select to_regclass('staging.loads')").fetchone() == (None,)

    done = run("restore", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "marts are those of the backup, and the graph is equal to them" in done.stdout


def _kill_the_server_in_a_restore() -> None:
    """Kill it as a crash would, once psql is at work on it."""
    working = "select from pg_stat_activity where application_name = 'psql' and query like 'COPY%'"
    _wait_for(lambda connection: connection.execute(working).fetchone() is not None)
    for process in postgres_server._processes(postgres_cluster.cluster()):
        for child in (*process.children(), process):
            subprocess.run(["kill", "-9", str(child.pid)], check=False)


def _wait_for(there: Callable[[psycopg.Connection[Any]], bool]) -> None:
    with connect_postgres(autocommit=True) as connection:
        deadline = time.monotonic() + 60
        while not there(connection) and time.monotonic() < deadline:
            time.sleep(0.002)
