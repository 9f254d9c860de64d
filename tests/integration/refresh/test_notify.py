"""A refresh tells each address once, in private of people; one that did not happen is noticed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers.connections import Role, connect_postgres
from refresh import whole
from refresh.build.notices import Sent
from refresh.notify.addresses import Address, read_addresses
from refresh.notify.digest import of_refresh
from refresh.notify.tell import tell
from refresh.overdue import OverdueError, overdue
from refresh.run import Run
from refresh.steps import Done
from refresh.whole import UNTOLD, refresh
from tests.integration.in_process import Ended, run_module
from tests.unit.refresh.receivers import Posts, mail_server, web_server


@pytest.fixture(scope="module")
def marts(built_sample: Ended) -> Iterator[psycopg.Connection[Any]]:
    """The sample's marts, as the transformer reads them."""
    with connect_postgres(role=Role.TRANSFORMER, autocommit=True) as connection:
        yield connection


@pytest.fixture
def school(warehouse: Path) -> Iterator[Path]:
    """The school.yml in force, as it was again afterwards."""
    path = warehouse / "school.yml"
    before = path.read_text("utf-8") if path.exists() else None
    yield path
    path.unlink(missing_ok=True) if before is None else path.write_text(before, "utf-8")


@pytest.fixture
def posts() -> Iterator[Posts]:
    with web_server() as found:
        yield found


@pytest.fixture
def refreshed_now(monkeypatch: pytest.MonkeyPatch, marts: psycopg.Connection[Any]) -> str:
    """A refresh without its steps: all is done, of the sample's build; returns its id."""
    (there,) = marts.execute("select build_id, built_at from history.builds").fetchall()
    monkeypatch.setattr(whole, "run_steps", lambda *_: Run(0, None))
    monkeypatch.setattr(whole, "write_report", lambda _: Path("/report"))
    monkeypatch.setattr(Done, "remember", lambda _: Kept(*there))
    return str(there[0])


class Kept:
    """A build that counts."""

    def __init__(self, build_id: str, built_at: datetime) -> None:
        self.build_id, self.built_at = build_id, built_at


def names(marts: psycopg.Connection[Any]) -> list[str]:
    rows = marts.execute("select name from marts.students where name is not null").fetchall()
    return [name for (name,) in rows]


def test_what_is_shared_names_nobody_and_what_is_private_names_who_is_new(
    marts: psycopg.Connection[Any], school: Path
) -> None:
    school.write_text("language: fr\nname: École de Tunis\n", "utf-8")
    shared, private = (of_refresh(Address(1, "json://x", is_private=one)) for one in (False, True))
    assert shared.title == "École de Tunis · Tous les campus · dimanche 15 novembre 2026"
    ((to_call, new),) = marts.execute(
        "select count(*), sum(is_new) from marts.call_list"
    ).fetchall()
    assert f"{to_call} sont à appeler." in shared.body
    assert "réserve" in shared.body.splitlines()[0]
    everybody = names(marts)
    assert [name for name in everybody if name in shared.body] == []
    (first,) = marts.execute(
        "select student_name, campus from marts.call_list where is_new = 1 order by place limit 1"
    ).fetchall()
    assert f"- {first[0]}, {first[1]}\u00a0: " in private.body
    assert private.body.count("\n- ") >= min(new, 20)


def test_a_campus_is_told_of_itself_alone(marts: psycopg.Connection[Any], school: Path) -> None:
    (campus, to_call), (other, _) = marts.execute(
        "select campus, count(*) from marts.call_list where is_new = 1 and campus is not null"
        " group by 1 order by 2 desc limit 2"
    ).fetchall()
    ((all_of_it,),) = marts.execute(
        "select count(*) from marts.call_list where campus = %s", [campus]
    ).fetchall()
    told = of_refresh(Address(1, "json://x", is_private=True, campus=campus))
    assert f"· {campus} ·" in told.title
    assert f"{all_of_it} need a call." in told.body
    assert f", {other}: " not in told.body
    assert told.body.count(f", {campus}: ") == min(to_call, 20)


def test_a_refresh_is_told_once_to_each_and_a_second_try_reaches_who_was_missed(
    refreshed_now: str, school: Path, posts: Posts, capfd: pytest.CaptureFixture[str]
) -> None:
    with mail_server() as mails:
        school.write_text(
            f"notify: ['{mails.url()}', {{address: '{posts.url}', private: true}},"
            f" {{address: '{posts.url}?to=b', private: true, campus: Nowhere}}]\n",
            "utf-8",
        )
        posts.answer = 500
        assert (refresh(Path()), len(mails.got), posts.got) == (UNTOLD, 1, [])
        out, err = capfd.readouterr()
        not_told, unknown = err.splitlines()
        assert "address 2 of `notify` (json) was not told (error=500)" in not_told
        assert "address 3 of `notify` (json): no campus `Nowhere` is known; there" in unknown
        assert "s3cret" not in out + err
        posts.answer = 200
        for _ in range(2):
            assert (refresh(Path()), len(mails.got), len(posts.got)) == (UNTOLD, 1, 1)
    ((kept,),) = sql("select count(*) from history.notices where about = %s", [refreshed_now])
    assert kept == 2
    assert sql("select 1 from history.notices where address like %s", ["%s3cret%"]) == []


def sql(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connect_postgres() as connection:
        return connection.execute(statement.encode(), values).fetchall()


def test_a_failure_is_told_as_the_terminal_tells_it(
    built_sample: Ended, school: Path, posts: Posts, tmp_path: Path
) -> None:
    school.write_text(f"notify: ['{posts.url}']\n", "utf-8")
    (tmp_path / "students.csv").write_text("student_id\n1\n")
    done = run_module("refresh", "run", str(tmp_path))
    assert done.returncode == 2
    assert len(posts.got) == 1
    line, stopped = posts.got[0]["message"].splitlines()[-2:]
    assert "students.csv" in line
    assert stopped.startswith("stopped at step 1 of 5, load (exit code 2)")
    assert stopped in done.stderr.splitlines()


def test_a_refresh_that_did_not_happen_is_noticed_and_told_once(
    marts: psycopg.Connection[Any], school: Path, posts: Posts
) -> None:
    school.write_text(f"overdue_days: 2\nnotify: ['{posts.url}']\n", "utf-8")
    marts.execute("update history.builds set refreshed_at = null")
    with pytest.raises(OverdueError, match=r"none has ended well yet, and .*allows 2 days"):
        overdue()
    marts.execute("update history.builds set refreshed_at = '2026-07-03 05:12:00+00'")
    for _ in range(2):
        done = run_module("refresh", "overdue")
        assert (done.returncode, done.stdout) == (2, "")
        (line,) = done.stderr.splitlines()
        assert "the last one ended well on 3 Jul 2026, 05:12 UTC, and " in line
    assert len(posts.got) == 2
    assert posts.got[1]["message"].endswith(line.removeprefix("error: "))
    marts.execute("update history.builds set refreshed_at = clock_timestamp()")
    quiet = run_module("refresh", "overdue")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    now = datetime.now(UTC)
    assert overdue(now + timedelta(days=1, hours=23)) == 0
    with pytest.raises(OverdueError):
        overdue(now + timedelta(days=2, minutes=1))


@pytest.mark.parametrize("written", ["", "overdue_days: 0\n", "overdue_days: soon\n"])
def test_what_is_no_number_of_days_is_refused(warehouse: Path, school: Path, written: str) -> None:
    school.write_text(written)
    done = run_module("refresh", "overdue")
    assert done.returncode == 2
    assert "write `overdue_days: 2`" in done.stderr


def test_two_addresses_with_one_host_are_two(
    marts: psycopg.Connection[Any], school: Path, posts: Posts
) -> None:
    school.write_text(f"notify: ['{posts.url}/a', '{posts.url}/b']\n", "utf-8")
    sent = Sent(marts, "a build")
    for _ in range(2):
        assert tell(read_addresses(), of_refresh, sent)
    assert len(posts.got) == 2
