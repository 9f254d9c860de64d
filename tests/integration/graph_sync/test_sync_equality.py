"""After a sync the graph equals the mart, whatever changed on either side."""

import random
from typing import Any

import pytest

from common.commands.progress import Progress
from common.errors import UserError
from graph_sync import apply
from graph_sync.graph import open_graph
from graph_sync.leaving import take_out
from graph_sync.sync import check

STEPS = {
    "a renamed student": "update marts.students set name = 'Zoë' where student_id = 's4'",
    "a name that is gone": "update marts.students set name = null where student_id = 's4'",
    "a moved session": "update marts.sessions set date = '2025-01-01' where session_id = 'c3'",
    "a session without date": "update marts.sessions set date = null where session_id = 'c3'",
    "a new length": "update marts.sessions set duration = 15 where session_id = 'c3'",
    "a new attendance": "insert into marts.attendance values ('s38', 'c1') on conflict do nothing",
    "a first attendance": """
        insert into marts.attendance values ('s38', 'c12') on conflict do nothing""",
    "an attendance less": """
        delete from marts.attendance
        where (student_id, session_id) = (select min(student_id), 'c1' from marts.attendance
            where session_id = 'c1')""",
    "one attendee for another": """
        delete from marts.attendance where student_id = 's1';
        insert into marts.attendance
        select 's40', session_id from marts.sessions where session_id <= 'c2'
        on conflict do nothing""",
    "a session nobody attended any more": "delete from marts.attendance where session_id = 'c5'",
    "a subscription that churned": """
        update marts.student_churn set subscription_status = 'churned', churn_flag = true
        where student_id = 's6'""",
    "a verdict that is gone": """
        update marts.student_churn set churn_flag = null where student_id = 's5'""",
    "another country": """
        update marts.student_churn set country_name = 'Togo' where student_id = 's10'""",
    "a subscription less": "delete from marts.student_churn where student_id = 's10'",
    "a subscription more": """
        insert into marts.student_churn (student_id, subscription_status) values ('s4', 'active')
        on conflict do nothing""",
    "a student less": """
        delete from marts.attendance where student_id = 's7';
        delete from marts.student_churn where student_id = 's7';
        delete from marts.students where student_id = 's7'""",
    "a session less": """
        delete from marts.attendance where session_id = 'c7';
        delete from marts.sessions where session_id = 'c7'""",
    "a student with a new key": """
        insert into marts.students select 'new', name, email from marts.students
        where student_id = 's8';
        update marts.attendance set student_id = 'new' where student_id = 's8';
        update marts.student_churn set student_id = 'new' where student_id = 's8';
        delete from marts.students where student_id = 's8'""",
    "a session with a new key": """
        insert into marts.sessions select 'new', date, duration, module from marts.sessions
        where session_id = 'c8';
        update marts.attendance set session_id = 'new' where session_id = 'c8';
        delete from marts.sessions where session_id = 'c8'""",
    "no attendance at all": "delete from marts.attendance",
    "nothing at all": """
        truncate marts.students, marts.sessions, marts.attendance, marts.student_churn""",
}

HARM = {
    "another name": "MATCH (n:Student {student_id: 's4'}) SET n.name = 'x'",
    "another status": "MATCH (n:Student {student_id: 's5'}) SET n.subscription_status = 'x'",
    "a verdict as a text": "MATCH (n:Student {student_id: 's5'}) SET n.churn_flag = 'true'",
    "a country too many": "MATCH (n:Student {student_id: 's4'}) SET n.country = 'Togo'",
    "an e-mail address": "MATCH (n:Student {student_id: 's4'}) SET n.email = 's4@example.org'",
    "another type": "MATCH (n:Session {session_id: 'c3'}) SET n.duration = toFloat(n.duration)",
    "a time for a date": "MATCH (n:Session {session_id: 'c3'}) SET n.date = datetime()",
    "a student too many": "CREATE (:Student {student_id: 'ghost', name: 'Ghost'})",
    "a session too many": "CREATE (:Session {session_id: 'ghost'})",
    "a student without key": "MATCH (t:Session) CREATE (:Student {name: 'x'})-[:ATTENDED]->(t)",
    "a number as key": "CREATE (:Student {student_id: 4})",
    "a session called a student": "MATCH (n:Session {session_id: 'c3'}) SET n:Student",
    "a student called a session": "MATCH (n:Student {student_id: 's4'}) SET n:Session",
    "a session without key": "MATCH (s:Student) CREATE (s)-[:ATTENDED]->(:Session)",
    "a student less": "MATCH (n:Student {student_id: 's4'}) DETACH DELETE n",
    "a session less": "MATCH (n:Session {session_id: 'c3'}) DETACH DELETE n",
    "an attendance less": "MATCH (:Session {session_id: 'c1'})-[r]-() WITH r LIMIT 1 DELETE r",
    "an attendance twice": """
        MATCH (s:Student)-[r:ATTENDED]->(t:Session) WITH s, t LIMIT 1
        CREATE (s)-[:ATTENDED]->(t) CREATE (s)-[:ATTENDED]->(t)""",
    "another attendee": """
        MATCH (s:Student)-[r:ATTENDED]->(t:Session {session_id: 'c1'})
        MATCH (other:Student) WHERE NOT (other)-->(t)
        WITH r, t, other LIMIT 1 DELETE r CREATE (other)-[:ATTENDED]->(t)""",
    "the token gone": "MATCH (n:SyncRun) REMOVE n.token, n.batch",
    "another token": "MATCH (n:SyncRun) SET n.token = 'x'",
    "the bookkeeping gone": "MATCH (n:SyncRun) DELETE n",
    "the constraints gone": "DROP CONSTRAINT student_key",
}


def test_first_sync_makes_the_graph_equal(run_sync: Any, expected: Any, actual: Any) -> None:
    result = run_sync()

    assert actual() == expected()
    assert result.counts == {key: len(rows) for key, rows in expected().items()}


def test_nothing_but_the_models_properties_is_synced(run_sync: Any, neo: Any) -> None:
    run_sync()

    [[students], [sessions]] = neo(
        "MATCH (n:Student) UNWIND keys(n) AS k RETURN collect(DISTINCT k) AS keys UNION ALL "
        "MATCH (n:Session) UNWIND keys(n) AS k RETURN collect(DISTINCT k) AS keys"
    )
    assert set(students) == {
        "student_id", "name", "country", "subscription_status", "churn_flag"
    }  # fmt: skip
    assert set(sessions) == {"session_id", "date", "duration", "module"}


def test_email_addresses_come_when_configured_and_go_when_not(
    run_sync: Any, mart: Any, neo: Any, configured: Any
) -> None:
    def addresses() -> set[tuple[str, str | None]]:
        return {tuple(row) for row in neo("MATCH (n:Student) RETURN n.student_id, n.email")}

    mart.execute("update marts.students set email = null where student_id = 's1'")
    configured("student_email: true")
    run_sync()
    assert addresses() == set(mart.execute("select student_id, email from marts.students"))
    assert check(Progress()).plan.empty

    configured("student_email: false")
    assert check(Progress()).plan.differences == 39
    run_sync()
    assert {address for _, address in addresses()} == {None}

    configured("student_email: perhaps")
    with pytest.raises(UserError, match="`student_email` of `neo4j` has to be `true` or `false`"):
        run_sync()

    configured("")
    run_sync()
    assert {address for _, address in addresses()} == {None}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_change_of_the_mart_reaches_the_graph(
    step: str, run_sync: Any, mart: Any, expected: Any, actual: Any
) -> None:
    run_sync()
    mart.execute(step)

    run_sync()

    assert actual() == expected()
    assert check(Progress()).plan.differences == 0


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_a_change_of_the_graph_is_seen_and_repaired(
    harm: str, run_sync: Any, neo: Any, expected: Any, actual: Any
) -> None:
    run_sync()
    neo(harm)
    differs = actual() != expected()

    assert bool(check(Progress()).plan.differences) == differs
    run_sync()

    assert actual() == expected()
    assert check(Progress()).plan.empty


def test_random_changes_on_both_sides_end_equal(
    run_sync: Any, mart: Any, neo: Any, expected: Any, actual: Any
) -> None:
    chance = random.Random(20)
    run_sync()
    for _ in range(12):
        for step in chance.sample([*STEPS.values()][:-2], 3):
            with mart.transaction():
                mart.execute(step.replace("'new'", f"'new{chance.random()}'"))
        if chance.random() < 0.3:
            neo(chance.choice([*HARM.values()][:-1]))
        mart.execute(
            "insert into marts.attendance select student_id, session_id "
            "from marts.students, marts.sessions where random() < 0.05 on conflict do nothing"
        )
        run_sync()
        assert actual() == expected()


def test_small_batches_make_the_same_graph(
    run_sync: Any, mart: Any, expected: Any, actual: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "NODES_PER_BATCH", 3)
    monkeypatch.setattr(apply, "LINKS_PER_BATCH", 4)
    monkeypatch.setattr(apply, "DELETES_PER_BATCH", 2)
    monkeypatch.setattr("graph_sync.graph.PAGE", 3)
    monkeypatch.setattr("graph_sync.compare.SESSIONS_PER_PAGE", 2)
    run_sync()
    assert actual() == expected()

    mart.execute(STEPS["one attendee for another"] + ";" + STEPS["a session less"])
    run_sync()
    assert actual() == expected()

    mart.execute(STEPS["nothing at all"])
    run_sync()
    assert actual() == expected()


@pytest.mark.parametrize(
    "harm",
    [
        "CREATE (n:Student) WITH n MATCH (t:Session) CREATE (n)-[:ATTENDED]->(t)",
        "CREATE (n:Session) WITH n MATCH (s:Student) CREATE (s)-[:ATTENDED]->(n)",
    ],
)
def test_a_node_without_key_goes_whole_however_much_it_is_linked(
    harm: str, run_sync: Any, neo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "DELETES_PER_BATCH", 5)
    run_sync()
    neo(harm)

    run_sync()

    assert neo("MATCH (n) WHERE NOT n:Student AND NOT n:Session AND NOT n:SyncRun RETURN n") == []


def test_who_is_taken_out_is_gone_at_once_and_what_others_use_stays(
    mart: Any, run_sync: Any, neo: Any, expected: Any, actual: Any
) -> None:
    run_sync()
    neo("MATCH (s:Student {student_id: 's2'}) SET s:Alumni, s.since = 2020")
    take_out(["s1", "s2", "nobody"])
    mart.execute("delete from marts.attendance where student_id in ('s1', 's2')")
    mart.execute("delete from marts.students where student_id in ('s1', 's2')")
    assert actual() == expected()
    assert [row["p"] for row in neo("MATCH (n:Alumni) RETURN properties(n) AS p")] == [
        {"since": 2020}
    ]


def test_a_second_sync_writes_nothing(run_sync: Any, neo: Any) -> None:
    run_sync()
    before = neo("MATCH (n:SyncRun) RETURN properties(n)")

    result = run_sync()

    assert result.plan.empty
    assert neo("MATCH (n:SyncRun) RETURN properties(n)") == before


def test_an_unchanged_mart_is_recognised_without_reading_it(
    run_sync: Any, mart: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sync()
    monkeypatch.setattr("graph_sync.sync.compare", None)

    run_sync()


def test_a_dry_run_says_what_a_sync_would_do_and_writes_nothing(
    run_sync: Any, neo: Any, expected: Any
) -> None:
    result = run_sync(dry_run=True)

    assert len(result.plan.students.changes) == len(expected()["students"])
    assert result.plan.links_added == len(expected()["attendance"])
    assert neo("MATCH (n) RETURN n") == []
    assert neo("SHOW CONSTRAINTS") == []


def test_a_full_sync_trusts_no_record(
    run_sync: Any, mart: Any, neo: Any, expected: Any, actual: Any
) -> None:
    run_sync()
    neo("MATCH (:Student)-[r:ATTENDED]->(:Session {session_id: 'c3'}) DELETE r")
    neo("MATCH (n:Student {student_id: 's4'}) SET n.name = 'x'")
    # As if nobody had written since.
    with open_graph() as graph:
        mart.execute("update history.graph_syncs set state = %s", [graph.state()])
    assert run_sync().plan.empty
    assert actual() != expected()

    run_sync(full=True)

    assert actual() == expected()
