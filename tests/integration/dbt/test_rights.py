"""Who may do what in the warehouse: every cell, tried out before and after builds."""

import csv
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers.connections import Role, connect_postgres
from common.servers.settings import reporter_settings
from common.yaml_text import read_yaml
from tests.integration.dbt.conftest import SAMPLE, Command
from tests.integration.dbt.small_school import MODELS
from tests.integration.in_process import Ended, run_module

ROLES = (Role.LOADER, Role.TRANSFORMER, Role.GRAPH, Role.REPORTER)

# A line per kind of object, a column per role in that order. The owner of a schema may drop what
# stands in it, whoever made it; a role that reads a few columns only may `select`.
MATRIX = """
database              - -                 | temporary create        | - -                 | - -
schema staging        usage create        | usage create            | - -                 | - -
schema intermediate   - -                 | usage create            | - -                 | - -
schema marts          - -                 | usage create            | usage -             | usage -
schema history        - -                 | usage create            | usage create        | - -
schema public         usage -             | usage -                 | usage -             | usage -
landed table          all                 | select                  | -                   | -
view of landed tables drop                | select alter drop       | -                   | -
intermediate table    -                   | all                     | -                   | -
mart that is synced   -                   | all                     | select              | select
other mart            -                   | all                     | -                   | select
remembered by builds  -                   | all                     | -                   | -
lock of publishing    -                   | all                     | select              | -
remembered findings   -                   | select drop             | all                 | -
key of identifiers    -                   | all                     | -                   | -
loader's alone        all                 | -                       | -                   | -
"""

ATTEMPTS = {
    "select": "select from {name} limit 0",
    "insert": "insert into {name} default values",
    "update": 'update {name} set "{column}" = null where false',
    "delete": "delete from {name} where false",
    "truncate": "truncate {name}",
    "alter": "alter {kind} {name} rename to renamed",
    "drop": "drop {kind} {name}",
}
ALONE = {
    ("history", "identifier_key"): "key of identifiers",
    ("staging", "suppression_key"): "loader's alone",
}
SYNCED = {"students", "sessions", "attendance", "student_churn"}
RELATIONS = """
select nspname, relname, relkind = 'v', (
    select attname from pg_attribute
    where attrelid = pg_class.oid and attnum > 0 and not attisdropped
    order by has_column_privilege('warehouse_reporter', attrelid, attnum, 'select') desc limit 1
)
from pg_class inner join pg_namespace on pg_namespace.oid = relnamespace
where nspname in ('staging', 'intermediate', 'marts', 'history') and relkind in ('r', 'p', 'v')
"""
READABLE = """
select attrelid::regclass::text, attname from pg_attribute
inner join pg_class on pg_class.oid = attrelid
inner join pg_namespace on pg_namespace.oid = relnamespace
where nspname !~ '^pg_|^information_schema$' and relkind in ('r', 'p', 'v', 'm', 'f')
    and attnum > 0 and not attisdropped and has_schema_privilege(relnamespace, 'usage')
    and has_column_privilege(attrelid, attnum, 'select')
"""
FINDING = """
insert into history.graph_findings values
('isolated_student', 1, '0000001', null, null, 1, 1, null, now())
"""


@pytest.fixture(scope="module")
def built(built_sample: Ended, dbt: Command) -> Callable[..., None]:
    """The sample in the marts, with a finding of the graph; returns how to build again."""

    def build(*arguments: str) -> None:
        done = dbt("build", "--quiet", *MODELS, *arguments)
        assert done.returncode == 0, done.stdout

    with connect_postgres(role=Role.GRAPH) as connection:
        connection.execute(FINDING)
    with connect_postgres(role=Role.TRANSFORMER) as connection:
        connection.execute("create table history.remembered (student_id text)")
    return build


def matrix() -> dict[str, list[list[str]]]:
    """{what: a list of actions per role}; `-` is none."""
    lines = [line.split("|") for line in MATRIX.strip().splitlines()]
    found = {}
    for first, *others in lines:
        what, loader = first[:22].strip(), first[22:]
        found[what] = [cell.split() for cell in (loader, *others)]
    return found


def kind(schema: str, name: str, is_view: bool) -> str:
    if (schema, name) in ALONE:
        return ALONE[schema, name]
    if schema == "staging":
        return "view of landed tables" if is_view else "landed table"
    if schema == "intermediate":
        return "intermediate table"
    if schema == "history":
        if name == "publishing":
            return "lock of publishing"
        return "remembered findings" if name.startswith("graph_") else "remembered by builds"
    return "mart that is synced" if name in SYNCED else "other mart"


def may(connection: psycopg.Connection[Any], statement: str) -> bool:
    """Try a statement and undo it; whatever stops it but a missing right comes after the right."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement.encode())
    except psycopg.errors.InsufficientPrivilege:
        return False
    except psycopg.Error:
        pass
    return True


def expected_and_allowed() -> dict[str, tuple[Any, Any]]:
    """{role and object: (what the matrix says, what the server allows)}, for every object."""
    wanted = matrix()
    cells: dict[str, tuple[Any, Any]] = {}
    with connect_postgres() as connection:
        relations = connection.execute(RELATIONS).fetchall()
    for place, role in enumerate(ROLES):
        with connect_postgres(role=role) as connection:
            # As whoever wants to write would begin.
            connection.execute("set default_transaction_read_only = off")
            connection.commit()
            for what in ("database", *(each for each in wanted if each.startswith("schema "))):
                of, _, name = what.partition(" ")
                held = [
                    right
                    if connection.execute(
                        f"select has_{of}_privilege(%s, %s)".encode(),
                        [name or connection.info.dbname, right],
                    ).fetchone()
                    == (True,)
                    else "-"
                    for right in (("usage", "create") if name else ("temporary", "create"))
                ]
                cells[f"{role} · {what}"] = (wanted[what][place], held)
            for schema, name, is_view, column in relations:
                (said, *more) = wanted[kind(schema, name, is_view)][place]
                actions = set(ATTEMPTS) if said == "all" else {said, *more} - {"-"}
                # Of a view only what can be done to a view.
                tried = {"select", "alter", "drop"} if is_view else set(ATTEMPTS)
                full, thing = f'{schema}."{name}"', "view" if is_view else "table"
                allowed = {
                    action
                    for action in tried
                    if may(
                        connection,
                        ATTEMPTS[action].format(kind=thing, name=full, column=column),
                    )
                }
                cells[f"{role} · {full}"] = (actions & tried, allowed)
    return cells


def wrong_cells() -> dict[str, tuple[Any, Any]]:
    return {cell: pair for cell, pair in expected_and_allowed().items() if pair[0] != pair[1]}


def test_every_cell_is_as_written_before_anything_is_built(empty_warehouse: Path) -> None:
    assert wrong_cells() == {}


def test_every_cell_is_as_written_after_each_build(built: Callable[..., None]) -> None:
    assert wrong_cells() == {}
    built()  # every table is a new one
    assert wrong_cells() == {}
    built("--full-refresh", "--select", "int_student_states", "resource_type:seed")
    assert wrong_cells() == {}


def test_a_right_given_by_hand_is_taken_back_and_one_taken_is_given(
    built: Callable[..., None],
) -> None:
    with connect_postgres() as connection:
        connection.execute("grant select on marts.students to public")
        connection.execute("grant select (student_name) on marts.student_engagement to public")
        connection.execute("revoke all on marts.data_status from warehouse_reporter")
    # The views too: dbt drops with a table what reads it.
    views = ("attendance_details", "student_months", "graph_insights")
    built("--select", "students", "student_engagement", "data_status", *views)
    assert wrong_cells() == {}
    assert reporter_reads() == declared_open()


def declared_open(closed_by: str = "pii") -> set[tuple[str, str]]:
    """The columns of the marts without this word in their `meta`, as their YAML says."""
    found = set()
    for path in Path("dbt_project/models/marts").glob("*.yml"):
        content = read_yaml(path.read_text(encoding="utf-8"))
        for table in content.get("models", []):
            for column in table["columns"]:
                if not column.get("config", {}).get("meta", {}).get(closed_by):
                    found.add((f"marts.{table['name']}", column["name"]))
    return found


def reporter_reads() -> set[tuple[str, str]]:
    with connect_postgres(reporter_settings()) as connection:
        return set(connection.execute(READABLE).fetchall())


def test_the_reporter_reads_each_column_that_is_not_personal_and_nothing_else(
    built: Callable[..., None],
) -> None:
    assert reporter_reads() == declared_open()


def test_the_graph_reads_each_column_of_what_it_syncs_but_the_telephone_number(
    built: Callable[..., None],
) -> None:
    with connect_postgres(role=Role.GRAPH) as connection:
        found = set(connection.execute(READABLE).fetchall())
    marts = {f"marts.{name}" for name in SYNCED}
    assert {each for each in found if each[0].startswith("marts.")} == {
        each for each in declared_open("not_for_graph") if each[0] in marts
    }
    assert ("marts.students", "email") in found
    assert ("marts.students", "phone") not in found


def test_another_key_makes_another_id_of_each_subscription(built: Callable[..., None]) -> None:
    """Whoever reads the marts and has a class list, but no key, cannot tell whose an id is."""
    before = ids()
    with connect_postgres(role=Role.TRANSFORMER) as connection:
        (key,) = connection.execute("select secret from history.identifier_key").fetchone() or ()
        connection.execute("update history.identifier_key set secret = sha256(secret)")
    try:
        built("--select", "int_subscriptions")
        other = ids()
    finally:
        with connect_postgres(role=Role.TRANSFORMER) as connection:
            connection.execute("update history.identifier_key set secret = %s", [key])
    built("--select", "int_subscriptions")
    assert len(before) > 3000
    assert (before & other, ids()) == (set(), before)
    # Which of a person's ids comes first is the same under every key.
    assert {each[:8] for each in before} == {each[:8] for each in other}


def ids() -> set[str]:
    with connect_postgres(role=Role.TRANSFORMER) as connection:
        rows = connection.execute("select subscription_id from intermediate.int_subscriptions")
        return {value for (value,) in rows}


def values(connection: psycopg.Connection[Any]) -> set[str]:
    """Every value that this login can read in any table, and what the planner keeps of them."""
    tables: dict[str, list[str]] = {}
    for table, column in connection.execute(READABLE).fetchall():
        tables.setdefault(table, []).append(column)
    found: set[str] = set()
    for table, columns in tables.items():
        names = ", ".join(f'"{column}"::text' for column in columns)
        for row in connection.execute(f"select distinct {names} from {table}".encode()):
            found.update(value.casefold() for value in row if value)
    for row in connection.execute(
        "select most_common_vals::text, histogram_bounds::text from pg_stats"
        " where schemaname in ('staging', 'intermediate', 'marts', 'history')"
    ):
        found.update(value.casefold() for value in row if value)
    return found


def sample(source: str) -> list[dict[str, str]]:
    path = SAMPLE / f"{source}.csv"
    with path.open(encoding="utf-8", newline="", errors="replace") as file:
        return list(csv.DictReader(file))


def personal() -> dict[str, set[str]]:
    """What the sample says of persons, as written there."""
    students = [row for row in sample("students") if row.get("email")]
    rows = [row for row in sample("subscriptions") if row.get("StudentEmail")]
    names = {row["name"] for row in students} | {row["Student"] for row in rows}
    names |= {row["InstructorFullName"] for row in rows}
    births = {row["StudentBirthDate"] for row in rows}
    with connect_postgres() as connection:
        days = connection.execute("select birth_date from marts.subscriptions").fetchall()
        phones = connection.execute("select distinct phone from marts.students").fetchall()
    births |= {str(day) for (day,) in days}
    return {
        # One word alone may be a module's too.
        "name": {name.strip().casefold() for name in names if " " in name.strip()},
        # The years in which sessions are held are no births.
        "birth date": {day for day in births if re.search(r"(19\d\d|200\d)", day)},
        "telephone": {number for (number,) in phones if number},
    }


def found_in(everything: set[str]) -> dict[str, set[str]]:
    text = "\n".join(sorted(everything))
    found = {what: {each for each in wanted if each in text} for what, wanted in personal().items()}
    found["e-mail"] = set(re.findall(r"[^\s,;]+@[^\s,;]+\.\w+", text))
    return found


@pytest.mark.slow
def test_every_cell_is_as_written_after_publishing_and_after_a_kill(
    built: Callable[..., None],
) -> None:
    assert run_module("refresh", "build").returncode == 0
    assert wrong_cells() == {}
    assert reporter_reads() == declared_open()
    with subprocess.Popen([sys.executable, "-m", "refresh", "build"]) as build:
        with connect_postgres(autocommit=True) as connection:
            at_work = "select to_regclass('marts_next.sessions') is not null"
            while connection.execute(at_work).fetchone() != (True,):
                assert build.poll() is None
                time.sleep(0.05)
        build.kill()
    assert wrong_cells() == {}
    # What is half built is as closed as what is read.
    reads = {(table.replace("_next.", "."), column) for table, column in reporter_reads()}
    assert reads == declared_open()


def test_nothing_the_reporter_can_read_is_of_a_person(built: Callable[..., None]) -> None:
    with connect_postgres(reporter_settings()) as connection:
        found = found_in(values(connection))
    assert found == {"name": set(), "birth date": set(), "telephone": set(), "e-mail": set()}


def test_the_search_would_find_each_kind(built: Callable[..., None]) -> None:
    with connect_postgres(role=Role.TRANSFORMER) as connection:
        found = found_in(values(connection))
    assert {what: len(each) > 500 for what, each in found.items()} == dict.fromkeys(found, True)
