"""`marts.graph_insights` shows what SQL says too, and only of a graph of today's marts."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from common.commands.progress import Progress
from common.servers.connections import Role, connect_postgres
from common.servers.warehouse_lock import LockedError, take
from graph_sync.errors import GraphError, MartError
from graph_sync.insights import findings as insights

TWENTY = 20

# student_id, session_id, subject, numerator, denominator: in the order of the ranks.
IN_SQL = {
    "isolated_student": """
        with sizes as (select session_id, count(*) as n from marts.attendance group by 1)
        select student_id, null, name, count(*), count(*)
        from marts.attendance join sizes using (session_id) join marts.students using (student_id)
        group by student_id, name having max(n) = 1
        order by 4 desc, student_id collate "C"
    """,
    "most_connected_student": """
        select a.student_id, null, s.name, count(distinct b.student_id),
            (select count(distinct student_id) - 1 from marts.attendance)
        from marts.attendance a
        join marts.attendance b on a.session_id = b.session_id and a.student_id <> b.student_id
        join marts.students s on s.student_id = a.student_id
        group by a.student_id, s.name
        order by 4 desc, a.student_id collate "C"
        limit 20
    """,
    "bridging_session": """
        with held as (
            select distinct module from marts.sessions natural join marts.attendance
            where module is not null
        )
        select null, t.session_id, t.module, count(distinct o.module),
            (select count(*) from held where held.module is distinct from t.module)
        from marts.sessions t
        join marts.attendance a on a.session_id = t.session_id
        join marts.attendance b on b.student_id = a.student_id
        join marts.sessions o on o.session_id = b.session_id
            and o.module is distinct from t.module and o.module is not null
        group by t.session_id, t.module
        order by 4 desc, t.session_id collate "C"
        limit 20
    """,
    "company_of_churned": """
        with judged as (
            select c.churn_flag, exists (
                select from marts.attendance a
                join marts.attendance b on a.session_id = b.session_id
                    and a.student_id <> b.student_id
                join marts.student_churn d on d.student_id = b.student_id and d.churn_flag
                where a.student_id = c.student_id
            ) as beside
            from marts.student_churn c
            where c.churn_flag is not null
                and exists (select from marts.attendance a where a.student_id = c.student_id)
        )
        select null, null, case when beside then 'sat' else 'never sat' end
            || ' with a churned student', count(*) filter (where churn_flag), count(*)
        from judged group by beside order by beside desc
    """,
}

ALONE = """
insert into marts.students values ('alone', 'Alone', null), ('twice', 'Twice alone', null);
insert into marts.sessions
select 'solo' || n, null, 60, 'Solo' from generate_series(1, 3) as n;
insert into marts.attendance values ('alone', 'solo1'), ('twice', 'solo2'), ('twice', 'solo3');
insert into marts.students values ('one', 'One of two', null), ('other', 'Other of two', null);
insert into marts.sessions values ('duo', null, 60, 'Solo');
insert into marts.attendance values ('one', 'duo'), ('other', 'duo');
update marts.sessions set module = null where session_id in ('c1', 'c2');
insert into marts.student_churn (student_id, churn_flag) values ('alone', true), ('twice', false);
update marts.student_churn set as_of_date = '2026-11-15';
"""


@pytest.fixture
def found(mart: Any) -> Callable[[str], list[tuple[Any, ...]]]:
    def rows(insight: str) -> list[tuple[Any, ...]]:
        return list(
            mart.execute(
                "select student_id, session_id, subject, numerator, denominator "
                "from marts.graph_insights where insight = %s order by rank",
                [insight],
            )
        )

    return rows


@pytest.mark.parametrize("thinned", [False, True], ids=["a school", "half of it"])
def test_every_number_is_what_sql_says(thinned: bool, mart: Any, run_sync: Any, found: Any) -> None:
    mart.execute(ALONE)
    if thinned:
        mart.execute(
            "delete from marts.attendance where hashtext(student_id || session_id) % 2 = 0"
        )
    run_sync()

    written = insights.fill(Progress())

    assert sorted(IN_SQL) == sorted(insights.INSIGHTS)
    for name, sql in IN_SQL.items():
        expected = list(mart.execute(sql))
        assert found(name) == expected, name
        assert 0 < len(expected) == written[name] <= TWENTY
    assert ("alone", None, "Alone", 1, 1) in found("isolated_student")


def test_a_row_says_what_it_is_of_which_day_and_sync(mart: Any, run_sync: Any, neo: Any) -> None:
    mart.execute(ALONE)
    run_sync()
    insights.fill(Progress())

    [[finished]] = mart.execute("select finished_at from history.graph_syncs")
    rows = mart.execute(
        "select share, numerator, denominator, as_of_date, synced_at, insight_label "
        "from marts.graph_insights"
    ).fetchall()
    for share, numerator, denominator, as_of, synced_at, label in rows:
        assert share == numerator / denominator
        assert as_of == datetime.date(2026, 11, 15)
        assert synced_at == finished
        assert label
    kinds = {row[0] for row in mart.execute("select data_type from information_schema.columns "
        "where table_name = 'graph_insights'")}  # fmt: skip
    assert not kinds & {"ARRAY", "json", "jsonb", "USER-DEFINED"}


def test_findings_of_another_day_are_refused_and_todays_replace_them(
    mart: Any, run_sync: Any, found: Any
) -> None:
    with pytest.raises(GraphError, match="run `make graph` first"):
        insights.fill(Progress())
    run_sync()
    insights.fill(Progress())
    before = found("most_connected_student")
    mart.execute("update marts.students set name = 'New ' || name")

    with pytest.raises(GraphError, match="run `make graph` first"):
        insights.fill(Progress())
    # The findings are still those; no old name has outlived the marts.
    kept = found("most_connected_student")
    assert kept == [(*row[:2], f"New {row[2]}", *row[3:]) for row in before]

    mart.execute("delete from marts.attendance where student_id = 's1'")
    run_sync()
    insights.fill(Progress())
    assert "s1" not in {row[0] for row in found("most_connected_student")}
    assert len(found("most_connected_student")) == TWENTY


def test_marts_that_nobody_attends_have_no_findings(mart: Any, run_sync: Any) -> None:
    mart.execute("truncate marts.attendance")
    run_sync()

    assert set(insights.fill(Progress()).values()) == {0}


def test_a_sync_at_work_is_waited_for(mart: Any, run_sync: Any) -> None:
    run_sync()
    with connect_postgres(role=Role.GRAPH) as other:
        take(other, "sync")

        with pytest.raises(LockedError, match="another sync is at work"):
            insights.fill(Progress())


def test_a_user_who_may_not_write_is_told_what_is_closed(
    mart: Any, run_sync: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sync()
    mart.execute("drop role if exists looker")
    mart.execute("create role looker; grant usage on schema marts to looker")
    mart.execute(
        "grant select on all tables in schema marts to looker; grant looker to warehouse_graph"
    )
    monkeypatch.setattr(
        "graph_sync.mart.connect_postgres",
        lambda **options: connect_postgres(options="-c role=looker", **options),
    )

    with pytest.raises(MartError, match=r"denied for schema history.*`python -m common roles`"):
        insights.fill(Progress())

    monkeypatch.undo()
    mart.execute("drop owned by looker; drop role looker")
