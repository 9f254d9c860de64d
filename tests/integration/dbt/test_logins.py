"""What another login left for the builds does not run with their rights; builds go one by one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from common.servers import profiles, roles
from common.servers.connections import Role, connect_postgres
from tests.integration.dbt.conftest import Command, write

SEIZE = (
    "create function staging.seize() returns {of} language plpgsql immutable as $$ begin "
    "begin set role none; alter role warehouse_loader superuser; exception when others then null; "
    "end; create table if not exists intermediate.seized (); return {value}; end $$"
)
VIEW = (
    "alter table staging.raw_students rename to kept; create view staging.raw_students as "
    "select * from staging.kept where staging.seize()"
)
POLICY = (
    "create policy mine on staging.raw_students using (staging.seize());"
    "alter table staging.raw_students enable row level security"
)
CHECKED = "alter table staging.raw_students add check (staging.seize()) not valid"
PARTITION = (
    "do $$ begin execute (select format('alter table %s enable row level security', inhrelid::"
    "regclass) from pg_inherits where inhparent = 'staging.raw_students'::regclass limit 1); end $$"
)
ADVICE = "Find out who made it and drop it, then load again"


@pytest.fixture(scope="module")
def landed(
    empty_warehouse: Path, load: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    write(folder, "students", ("student_id", "name", "email"), ("1", "Ada", "ada@example.org"))
    load(folder)
    return empty_warehouse


@pytest.fixture
def loader(landed: Path) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """The loader's own session; what it leaves is undone."""
    with connect_postgres(role=Role.LOADER, autocommit=True) as connection:
        yield connection
        connection.execute("drop function if exists staging.seize cascade")
        if connection.execute("select to_regclass('staging.kept')").fetchone() != (None,):
            connection.execute("alter table staging.kept rename to raw_students")
        connection.execute("alter table staging.raw_students disable row level security")


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (VIEW, "staging.raw_students is no plain table of warehouse_loader"),
        (POLICY, "staging.raw_students is no plain table of warehouse_loader"),
        (CHECKED, "the function staging.seize() belongs to warehouse_loader"),
    ],
)
def test_what_the_loader_attached_is_refused_before_it_runs(
    loader: psycopg.Connection[tuple[object, ...]], dbt: Command, statement: str, found: str
) -> None:
    loader.execute(SEIZE.format(of="boolean", value="true").encode())
    loader.execute(statement.encode())
    for command in (("build",), ("compile", "--select", "stg_students")):
        done = dbt(*command, as_of=None)
        assert done.returncode == 1
        assert ADVICE in done.stdout
        assert found in done.stdout or "the function staging.seize() belongs to" in done.stdout
    with connect_postgres() as admin:
        shown = admin.execute(
            "select to_regclass('intermediate.seized'), rolsuper from pg_roles"
            " where rolname = 'warehouse_loader'"
        ).fetchone()
    assert shown == (None, False)


def test_a_partition_with_rules_of_its_own_is_refused(
    loader: psycopg.Connection[tuple[object, ...]], dbt: Command
) -> None:
    loader.execute(PARTITION.encode())
    done = dbt("build", as_of=None)
    assert done.returncode == 1
    assert "is no plain table of warehouse_loader" in done.stdout
    loader.execute(PARTITION.replace("enable", "disable").encode())
    assert dbt("run", "--select", "int_loads", as_of=None).returncode == 0


def test_a_source_that_is_not_the_loaders_is_refused(landed: Path, dbt: Command) -> None:
    with connect_postgres(autocommit=True) as admin:
        admin.execute("alter table staging.raw_students owner to warehouse_transformer")
        done = dbt("build", as_of=None)
        roles.apply(admin)
    assert done.returncode == 1
    assert "staging.raw_students is no plain table of warehouse_loader" in done.stdout


def test_a_second_build_is_refused_and_the_first_one_named(landed: Path, dbt: Command) -> None:
    with connect_postgres(role=Role.TRANSFORMER, application_name="dbt build") as other:
        done = dbt("run", "--select", "int_loads", as_of=None)
        pid = other.info.backend_pid
    assert done.returncode == 1
    named = f"user warehouse_transformer from 127.0.0.1, PostgreSQL process {pid}, since 20"
    assert f"another build is at work: {named}" in done.stdout
    # Whoever may not write builds nothing, whatever it calls itself.
    with connect_postgres(role=Role.REPORTER, application_name="dbt build"):
        done = dbt("run", "--select", "int_loads", as_of=None)
    assert done.returncode == 0, done.stdout


def test_dbt_logs_in_as_the_transformer_alone(landed: Path, dbt: Command) -> None:
    before = (landed / "profiles.yml").read_text("utf-8")
    try:
        profiles.write(profiles.POSTGRES, "user", "warehouse")
        output = profiles.output(profiles.POSTGRES, profiles.EMBEDDED)
        profiles.write(profiles.POSTGRES, "password", output["admin_password"])
        profiles.write(profiles.POSTGRES, "role", "warehouse_transformer")
        done = dbt("build", as_of=None)
    finally:
        (landed / "profiles.yml").write_text(before, "utf-8")
    assert done.returncode == 1
    assert "in target `embedded` dbt logs in as `warehouse`" in done.stdout


def test_who_keeps_a_build_waiting_is_named(landed: Path, dbt: Command) -> None:
    assert dbt("run", "--select", "+int_students", as_of=None).returncode == 0
    with connect_postgres(autocommit=True) as admin:
        admin.execute("alter role warehouse_transformer set lock_timeout = '1s'")
        admin.execute("grant select on intermediate.int_students to warehouse_reporter")
        admin.execute("grant usage on schema intermediate to warehouse_reporter")
        with connect_postgres(role=Role.REPORTER) as reader:
            reader.execute("select count(*) from intermediate.int_students")
            done = dbt("run", "--select", "int_students", as_of=None)
            pid = reader.info.backend_pid
        admin.execute("revoke usage on schema intermediate from warehouse_reporter")
        roles.apply(admin)
    assert done.returncode == 1
    named = f"BLOCKED BY: user warehouse_reporter, PostgreSQL process {pid}, which has intermediate"
    assert named in done.stdout
    assert f"select pg_terminate_backend({pid}); then build again" in done.stdout
