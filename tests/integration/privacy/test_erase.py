"""Erasing where nothing is made again: what is found, taken out, kept out, and said of it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.errors import UserError
from common.private import campus_file
from common.servers.connections import Role, connect_postgres
from common.servers.warehouse_lock import held
from privacy import remaking
from services import postgres_cluster
from tests.integration.in_process import Ended, run_module
from tests.integration.privacy.conftest import Somebody, holding
from tests.integration.schemas import empty

# As the models leave them, as far as a person is looked for there.
BUILT = """
create table intermediate.int_loads as
select load_id, true as is_in_force from staging.loads where is_active;
create table intermediate.int_subscriptions as
select
    '0099887' as student_id, null::text as student_ref, null::text as student_email,
    'de guyon la ordinaire quirinal roche zebulon' as name_key,
    date '1971-08-23' as birth_date_written, 's1' as subscription_id;
create table history.int_student_states as
select '0099887' as student_id union all select '0000001';
create table marts.students as
select '0099887' as student_id union all select '0000001';
alter table marts.students add primary key (student_id);
create table marts.attendance as
select student_id from marts.students;
alter table marts.attendance add foreign key (student_id) references marts.students;
create view marts.attendance_details as select student_id from marts.attendance;
create table intermediate.int_attendance as select student_id from marts.students;
create view marts.attendance_marks as select student_id from intermediate.int_attendance;
create table marts.subscriptions as
select null::text as student_id, 's1' as subscription_id union all select '0000001', 's2';
create table marts.data_quality_issues as
select 'students' as source_name, _load_id as load_id, _source_row as source_row
from staging.raw_students where student_id in ('0099887', '0000001');
"""
Query = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def query(warehouse: Path, exports: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Query]:
    """A warehouse with the exports landed, and as if built; nothing is built again."""
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
        assert run_module("loaders", "load", str(exports)).returncode == 0
        connection.execute(BUILT)
        for schema in ("intermediate", "history", "marts"):
            give(connection, schema)
        # Samples of values for the server's plans are on its disk, too.
        connection.execute("analyze")
        connection.execute("checkpoint")
        # What is loaded into a new table is not logged; a changed row is.
        connection.execute("update staging.raw_students set name = name")
        monkeypatch.setattr(remaking, "remake", lambda say: _built_again(connection))
        monkeypatch.setattr(remaking, "forget_files", lambda: None)
        yield lambda statement: connection.execute(statement.encode()).fetchall()
        empty(connection)


def give(connection: psycopg.Connection[Any], schema: str) -> None:
    rows = connection.execute(
        "select cast(oid::regclass as text) from pg_class where relkind in ('r', 'v')"
        " and relnamespace = cast(%s as regnamespace) and relname not like 'graph%%'",
        [schema],
    ).fetchall()
    for (name,) in rows:
        connection.execute(f"alter table {name} owner to warehouse_transformer".encode())


def _built_again(connection: psycopg.Connection[Any]) -> int:
    connection.execute("drop table if exists intermediate.int_subscriptions")
    return 0


def privacy(*arguments: str) -> Ended:
    return run_module("privacy", *arguments)


def kinds_holding(needles: list[bytes]) -> set[str]:
    """Of which kind the server's files are in which one of these is."""
    data = postgres_cluster.data_folder() / "data"
    return {path.relative_to(data).parts[0] for path in holding(needles, [data])}


LEFT = """
select
    (select count(*) from staging.raw_students where student_id = '0099887'),
    (select count(*) from staging.raw_attendance where student_id = '0099887'),
    (select count(*) from staging.raw_subscriptions where "Student" like 'Zébulon%'),
    (select count(*) from staging.rejected_rows where raw like '%0099887%' or raw like 'Z%'),
    (select count(*) from history.int_student_states where student_id = '0099887'),
    (select count(*) from staging.raw_calls where student_id = '0099887')
"""


def test_a_person_is_erased_once_and_for_all(
    query: Query, exports: Path, somebody: Somebody
) -> None:
    others = query("select count(*) from staging.raw_attendance")[0][0] - 3
    assert {"base", "pg_wal"} <= kinds_holding(somebody.needles)
    asked = privacy("erase", "--student-id", somebody.student_id)
    assert (asked.returncode, asked.stderr) == (
        2,
        "error: nobody can answer here: add --yes to erase this\n",
    )
    assert "staging.raw_attendance                           3 rows" in asked.stdout
    assert query(LEFT)[0] == (1, 3, 1, 2, 1, 1)

    done = privacy("erase", "--student-id", somebody.student_id, "--yes")
    assert done.returncode == 0, done.stderr
    assert query(LEFT)[0] == (0, 0, 0, 0, 0, 0)
    assert query("select count(*) from staging.raw_attendance") == [(others,)]
    assert query("select count(*) from history.int_student_states") == [(1,)]
    assert query(
        "select count(*) from staging.loads"
        " where rows_in <> rows_landed + rows_rejected + rows_suppressed"
    ) == [(0,)]
    assert query("select sum(rows_suppressed) from staging.loads") == [(9,)]
    assert not any(needle.decode() in done.stdout for needle in somebody.needles)
    assert kinds_holding(somebody.needles) == set()

    again = privacy("erase", "--student-id", somebody.student_id, "--yes")
    assert (again.returncode, "erased before" in again.stdout) == (0, True)
    receipts = privacy("receipts").stdout
    assert receipts.count("receipt ") == 1
    assert "staging.raw_attendance: 3 erased" in receipts

    landed = run_module("loaders", "load", str(exports), "--force")
    assert "suppressed (of people who were erased)" in landed.stdout
    assert query(LEFT)[0] == (0, 0, 0, 0, 0, 0)
    with connect_postgres(autocommit=True) as connection:
        connection.execute("checkpoint")
    assert kinds_holding(somebody.needles) == set()


def test_what_was_cut_off_goes_on(
    query: Query, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("privacy.rewriting.rewrite", cut_off)
        assert privacy("erase", "--student-id", somebody.student_id, "--yes").returncode == 130
    assert "finished not yet" in privacy("receipts").stdout
    written = query("select relfilenode from pg_class where relname = 'raw_students_1'")
    done = privacy("erase", "--student-id", somebody.student_id, "--yes")
    assert done.returncode == 0, done.stderr
    assert "begun before" in done.stdout
    assert query("select relfilenode from pg_class where relname = 'raw_students_1'") != written
    assert query(LEFT)[0] == (0, 0, 0, 0, 0, 0)
    assert "finished not yet" not in privacy("receipts").stdout


MARTS = """
select
    (select array_agg(student_id) from marts.students),
    (select array_agg(student_id) from marts.attendance),
    (select array_agg(student_id) from marts.attendance_marks),
    (select array_agg(subscription_id) from marts.subscriptions),
    (select count(*) from marts.data_quality_issues)
"""


def test_nobody_finds_a_person_whose_marts_cannot_be_made_again(
    query: Query, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remaking, "remake", lambda say: 1)
    done = privacy("erase", "--student-id", somebody.student_id, "--yes")
    assert (done.returncode, "nobody finds this person any longer" in done.stderr) == (2, True)
    assert query(MARTS) == [(["0000001"], ["0000001"], ["0000001"], ["s2"], 1)]


@pytest.mark.parametrize(
    ("role", "name", "said"),
    [
        (Role.TRANSFORMER, "refresh", "another refresh is at work"),
        (Role.TRANSFORMER, "build", "another build is at work"),
        (Role.GRAPH, "sync", "another sync is at work"),
        (Role.TRANSFORMER, "dbt build", "`dbt build` is at work: PostgreSQL process "),
    ],
)
def test_what_would_bring_a_person_back_ends_first(
    query: Query, somebody: Somebody, role: Role, name: str, said: str
) -> None:
    is_dbt = name.startswith("dbt")
    at_work = connect_postgres(role=role, application_name=name) if is_dbt else held(role, name)
    with at_work:
        done = privacy("erase", "--student-id", somebody.student_id, "--yes")
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert query(LEFT)[0] == (1, 3, 1, 2, 1, 1)
    assert len(query("select from marts.students")) == 2


def test_a_page_that_is_being_written_ends_first(
    query: Query, somebody: Somebody, tmp_path: Path
) -> None:
    (tmp_path / "dashboard.py").write_text("import time; print(flush=True); time.sleep(60)")
    with subprocess.Popen(
        [sys.executable, "-m", "dashboard", "preview"], cwd=tmp_path, stdout=subprocess.PIPE
    ) as page:
        assert page.stdout
        page.stdout.readline()
        done = privacy("erase", "--student-id", somebody.student_id, "--yes")
        page.kill()
    assert (done.returncode, "`python -m dashboard preview` of " in done.stderr) == (2, True)
    assert query(LEFT)[0] == (1, 3, 1, 2, 1, 1)


def test_an_unlinked_subscription_is_told_as_the_models_made_it(
    query: Query, somebody: Somebody, tmp_path: Path
) -> None:
    query("update intermediate.int_subscriptions set student_id = null returning 1")
    query("delete from staging.raw_students where student_id = '0099887' returning 1")
    file = tmp_path / "person.json"
    done = privacy(*("export", "--name", somebody.name, "--born", somebody.born, "--to", str(file)))
    assert done.returncode == 0, done.stderr
    found = json.loads(file.read_text("utf-8"))
    assert [row["subscription_id"] for row in found["marts.subscriptions"]] == ["s1"]


def test_with_rewrite_not_even_the_bare_id_is_left(query: Query, somebody: Somebody) -> None:
    bare_id = [somebody.student_id.encode()]
    who = ("erase", "--student-id", somebody.student_id, "--yes")
    assert privacy(*who).returncode == 0
    with connect_postgres(autocommit=True) as connection:
        # A build would make them again.
        connection.execute(
            "drop table marts.students, marts.attendance, intermediate.int_attendance cascade"
        )
    assert "base" in kinds_holding(bare_id)
    done = privacy(*who, "--rewrite")
    assert done.returncode == 0, done.stderr
    assert kinds_holding(bare_id) == set()


def test_everything_of_a_person_is_in_one_file(
    query: Query, somebody: Somebody, tmp_path: Path
) -> None:
    file = tmp_path / "person.json"
    done = privacy("export", "--email", somebody.email, "--to", str(file))
    assert done.returncode == 0, done.stderr
    found = json.loads(file.read_text("utf-8"))
    assert {name: len(rows) for name, rows in found.items()} == {
        "staging.raw_students": 1,
        "staging.raw_attendance": 3,
        "staging.raw_calls": 1,
        "staging.raw_subscriptions": 1,
        "staging.rejected_rows": 3,
        **dict.fromkeys(("marts.attendance", "marts.attendance_details", "marts.students"), 1),
        **dict.fromkeys(("marts.subscriptions", "marts.data_quality_issues"), 1),
        "marts.attendance_marks": 1,
        "history.int_student_states": 1,
    }
    assert found["staging.raw_students"][0]["name"] == somebody.name
    assert file.stat().st_mode & 0o777 == 0o600
    again = privacy("export", "--email", somebody.email, "--to", str(file))
    assert (again.returncode, "name another file" in again.stderr) == (2, True)


def test_a_telephone_number_is_told_and_erased_with_its_row(
    query: Query, somebody: Somebody, tmp_path: Path
) -> None:
    number = [somebody.phone.encode()]
    assert "base" in kinds_holding(number)

    file = tmp_path / "person.json"
    done = privacy("export", "--student-id", somebody.student_id, "--to", str(file))
    assert done.returncode == 0, done.stderr
    told = json.loads(file.read_text("utf-8"))["staging.raw_students"]
    assert [row["phone"] for row in told] == [somebody.phone]

    assert privacy("erase", "--student-id", somebody.student_id, "--yes").returncode == 0
    assert kinds_holding(number) == set()


def test_what_was_not_built_is_built_first(query: Query) -> None:
    query("update intermediate.int_loads set is_in_force = false returning 1")
    done = privacy("erase", "--student-id", "0000001", "--yes")
    assert (done.returncode, "`make build` first" in done.stderr) == (2, True)


def test_one_person_is_named(query: Query) -> None:
    done = privacy("erase", "--student-id", "0000001", "--email", "a@example.org", "--yes")
    assert (done.returncode, "name one person" in done.stderr) == (2, True)
    assert "nobody is known" in privacy("erase", "--student-id", "no-one", "--yes").stderr


def test_where_rows_are_in_the_lake_it_begins_again_under_the_python_of_spark(
    query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    def enter() -> None:
        raise UserError("begins again")

    monkeypatch.setattr("common.spark.enter", enter)
    query("update staging.loads set kept_in = 'lake' returning 1")
    done = privacy("erase", "--student-id", "0000001", "--yes")
    assert (done.returncode, done.stderr) == (2, "error: begins again\n")


def test_a_refusal_of_the_server_is_one_line(query: Query) -> None:
    with connect_postgres(autocommit=True) as connection:
        connection.execute("drop table staging.suppression_key")
    done = privacy("erase", "--student-id", "0000001", "--yes")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "PostgreSQL stopped this (UndefinedTable, SQLSTATE 42P01): `make up`" in done.stderr


def test_private_pages_are_written_again(query: Query, warehouse: Path, tmp_path: Path) -> None:
    private = tmp_path / "for a few"
    private.mkdir()
    (private / "dashboard.html").write_text("Zoé Ndiaye")
    campus = private / campus_file("Tunis")
    campus.touch()
    school = warehouse / "school.yml"
    school.write_text(f"private_folder: {private}\n", "utf-8")
    try:
        asked = privacy("erase", "--student-id", "0000001")
        assert f"written again: {private / 'dashboard.html'}" in asked.stdout
        assert f"written again: {private / 'report.html'}" not in asked.stdout
        assert f"deleted: {campus}" in asked.stdout
        steps = [step.name for step in remaking._steps(print)]
        assert steps[:1] == ["build"]
        assert "dashboard" in steps
        done = privacy("erase", "--student-id", "0000001", "--yes")
        assert "deleted: 1 pages of single campuses" in done.stdout
        assert [page.name for page in private.iterdir()] == ["dashboard.html"]
        assert "Ndiaye" not in (private / "dashboard.html").read_text()
    finally:
        school.unlink()
