"""The commands of docs/operations.md that back the warehouse up and restore it, on the server."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from common.folders import REPOSITORY
from common.servers.connections import connect_postgres, postgres_settings
from tests.integration.in_process import Ended
from tests.integration.schemas import empty

PAGE = (REPOSITORY / "docs" / "operations.md").read_text("utf-8")
(PATH,) = re.findall(r"^    (export PATH=.*)$", PAGE, re.MULTILINE)
BACK_UP, RESTORE = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
SCHEMAS = "'staging', 'intermediate', 'marts', 'history'"
# Tables and views with their owners, rights and kinds; keys and indexes by their definitions.
OBJECTS = f"""
select oid::regclass::text, relkind::text, relpersistence::text, relowner::regrole::text,
    coalesce(relacl, acldefault('r', relowner))::text
from pg_class where relnamespace::regnamespace::text in ({SCHEMAS})
union all
select indexrelid::regclass::text, 'index', '', '', pg_get_indexdef(indexrelid) from pg_index
where indrelid in (select oid from pg_class where relnamespace::regnamespace::text in ({SCHEMAS}))
union all
-- PostgreSQL names what is not null by itself, and after a table that is restored otherwise.
select case when contype = 'n' then '' else conname end, 'key', '', conrelid::regclass::text,
    pg_get_constraintdef(oid) from pg_constraint
where connamespace::regnamespace::text in ({SCHEMAS})
order by 1, 2, 4, 5
"""
TABLES = f"""
select oid::regclass::text from pg_class
where relnamespace::regnamespace::text in ({SCHEMAS}) and relkind in ('r', 'v') order by 1
"""


@pytest.fixture
def folder(built_sample: Ended, tmp_path: Path) -> Iterator[Path]:
    """A folder to back up to; the warehouse holds the sample."""
    (tmp_path / ".venv").symlink_to(REPOSITORY / ".venv")
    yield tmp_path
    with connect_postgres(dbname="postgres", autocommit=True) as connection:
        connection.execute("drop database if exists restored with (force)")


def shell(commands: str, folder: Path) -> None:
    """Run them as the page says: the wheel's programs first, and the server in variables."""
    chosen = postgres_settings()
    server = {
        "PGHOST": chosen.host,
        "PGPORT": str(chosen.port),
        "PGUSER": chosen.user,
        "PGPASSWORD": chosen.password,
        "PGDATABASE": chosen.dbname,
    }
    done = subprocess.run(
        ["bash", "-euc", f"{PATH}\n{commands}"],
        cwd=folder,
        env=os.environ | server,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def contents(dbname: str) -> dict[str, list[Any]]:
    """All that is in the warehouse's schemas: what there is, and the rows of each."""
    with connect_postgres(dbname=dbname) as connection:
        tables = [name for (name,) in connection.execute(TABLES.encode()).fetchall()]
        return {
            "objects": connection.execute(OBJECTS.encode()).fetchall(),
            **{
                name: sorted(
                    connection.execute(f"select cast(t as text) from {name} as t".encode())
                )
                for name in tables
            },
        }


def test_what_is_restored_equals_what_was_backed_up(folder: Path) -> None:
    before = contents(postgres_settings().dbname)
    assert len(before["marts.students"]) > 1000
    shell(BACK_UP, folder)
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
    shell(RESTORE, folder)
    after = contents("restored")
    assert after.keys() == before.keys()
    assert set(after.pop("objects")) ^ set(before.pop("objects")) == set()
    assert [name for name in before if after[name] != before[name]] == []
