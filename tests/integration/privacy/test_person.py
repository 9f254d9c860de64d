"""Who is meant by an id, an address, or a name and birth date: never more than one person."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers.connections import connect_postgres
from privacy.person import Person, SeveralError
from privacy.person import Search as Looking

Rows = list[tuple[str | None, ...]]
Find = Callable[..., Person]


@pytest.fixture
def connection(warehouse: Path) -> Iterator[psycopg.Connection[Any]]:
    with connect_postgres() as opened:
        for table in ("students", "attendance", "subscriptions"):
            opened.execute(
                f"create temp table {table} (id text, email text, name text, born text)".encode()
            )
        opened.execute(
            "create temp table linked (student_id text, id text, email text, name text, born text,"
            " subscription_id text)"
        )
        yield opened
        opened.rollback()


@pytest.fixture
def find(connection: psycopg.Connection[Any]) -> Find:
    def look(kind: str, value: str, **tables: Rows) -> Person:
        for table, rows in tables.items():
            for row in rows:
                values = ", ".join(["%s"] * len(row))
                connection.execute(f"insert into {table} values ({values})".encode(), row)
        return Looking(connection).find(kind, value)

    return look


def kinds(person: Person) -> set[str]:
    return {f"{kind}={value}".replace("\x1f", "+") for kind, value in person.keys}


BORN = "1990-01-02"


def test_a_student_is_known_by_all_that_rows_of_theirs_say(find: Find) -> None:
    person = find(
        *("id", "07"),
        students=[("07", "zoe@x.org", "ndiaye zoe", None)],
        subscriptions=[(None, "z@x.org", "ndiaye zoe", BORN)],
        linked=[("07", None, "z@x.org", "ndiaye zoe", BORN, "s1")],
    )
    assert kinds(person) == {
        *("id=07", "bare id=7", "subscription id=07", "bare subscription id=7", "name=ndiaye zoe"),
        *("email=zoe@x.org", "email=z@x.org", "name and born=ndiaye zoe+1990-01-02"),
        *("email and name=zoe@x.org+ndiaye zoe", "email and name=z@x.org+ndiaye zoe"),
    }
    assert (person.student_ids, person.subscription_ids) == ({"07"}, {"s1"})
    assert person.notes == []


def test_what_others_bear_too_is_no_key(find: Find) -> None:
    person = find(
        *("id", "7"),
        students=[
            ("7", "family@x.org", "ndiaye zoe", None),
            ("007", "family@x.org", "ndiaye ali", None),
            ("9", None, "ndiaye zoe", None),
        ],
    )
    assert kinds(person) == {
        *("id=7", "subscription id=7", "email and name=family@x.org+ndiaye zoe"),
    }
    assert len(person.notes) == 2


def test_ids_of_another_system_are_somebody_elses(find: Find) -> None:
    person = find(
        *("id", "7"),
        students=[("7", None, "ndiaye zoe", None)],
        linked=[
            ("7", "901", None, "ndiaye zoe", BORN, "s1"),
            ("8", "7", None, "diop ali", BORN, "s2"),
        ],
        subscriptions=[("901", None, "ndiaye zoe", BORN), ("7", None, "diop ali", BORN)],
    )
    assert "subscription id=901" in kinds(person)
    assert "subscription id=7" not in kinds(person)
    assert not any("diop" in kind for kind in kinds(person))


def test_an_address_leads_to_its_student_or_to_several(find: Find) -> None:
    students: Rows = [("7", "zoe@x.org", "ndiaye zoe", None), ("8", "a@x.org", "diop ali", None)]
    assert find("email", "zoe@x.org", students=students).student_ids == {"7"}
    with pytest.raises(SeveralError, match="students 8 and 9"):
        find("email", "a@x.org", students=[("9", "a@x.org", "diop ami", None)])


def test_an_unlinked_subscription_is_known_by_name_and_birth_date(find: Find) -> None:
    person = find(
        *("name and born", f"diop ali\x1f{BORN}"),
        subscriptions=[(None, "a@x.org", "diop ali", BORN), (None, None, "diop ali", "1991-01-02")],
        linked=[
            (None, None, "a@x.org", "diop ali", BORN, "s1"),
            (None, None, None, "diop ali", "1991-01-02", "s2"),
        ],
    )
    assert kinds(person) == {
        *("email=a@x.org", "email and name=a@x.org+diop ali"),
        f"name and born=diop ali+{BORN}",
    }
    assert person.subscription_ids == {"s1"}


def test_two_who_bear_one_name_and_birth_date_are_told_apart_by_address(find: Find) -> None:
    rows: Rows = [(None, "a@x.org", "diop ali", BORN), (None, "b@x.org", "diop ali", BORN)]
    with pytest.raises(SeveralError, match="several addresses"):
        find("name and born", f"diop ali\x1f{BORN}", subscriptions=rows)


def test_of_a_linked_subscription_the_student_is_named(find: Find) -> None:
    with pytest.raises(SeveralError, match="this is student 7"):
        find(
            *("name and born", f"diop ali\x1f{BORN}"),
            linked=[("7", None, None, "diop ali", BORN, "s1")],
        )


def test_nobody_has_no_keys(find: Find) -> None:
    assert find("id", "7", students=[("8", None, "diop ali", None)]).keys == set()
    assert find("email", "a@x.org").keys == set()
    assert find("name and born", f"diop ali\x1f{BORN}").keys == set()
