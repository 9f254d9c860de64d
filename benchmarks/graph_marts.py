"""Synthetic marts of any size for the graph's benchmark, and what days do to them."""

from dataclasses import dataclass

from common.servers import roles
from common.servers.connections import connect_postgres

MARTS = """
drop schema if exists marts cascade;
create schema marts;
create table marts.students (student_id text primary key, name text, email text);
create table marts.sessions (
    session_id text primary key, date date, duration integer, module text
);
insert into marts.students
select 'ST' || lpad(n::text, 7, '0'), 'Student ' || n, null from generate_series(1, {s}) as n;
insert into marts.sessions
select 'SE' || lpad(n::text, 6, '0'), date '2024-01-01' + n % 730, 60, 'Module ' || n % 40
from generate_series(1, {c}) as n;
create table marts.attendance as
select distinct 'ST' || lpad((1 + floor(random() * {s}))::int::text, 7, '0') as student_id,
    'SE' || lpad(n::text, 6, '0') as session_id
from generate_series(1, {c}) as n, generate_series(1, {a} / {c});
alter table marts.attendance add primary key (student_id, session_id);
create index on marts.attendance (session_id);
create table marts.student_churn as
select student_id, 'Ghana' as country_name, 'active' as subscription_status,
    false as churn_flag, current_date as as_of_date
from marts.students;
alter table marts.student_churn add primary key (student_id);
"""

# Half of the attendances of one session in a hundred: 0.5 % leave, 0.5 % come.
DAY = """
create temp table today as
select session_id from marts.sessions order by md5(session_id) limit {c} / 100;
delete from marts.attendance
where session_id in (select session_id from today) and random() < 0.5;
insert into marts.attendance
select distinct 'ST' || lpad((1 + floor(random() * {s}))::int::text, 7, '0'), session_id
from today, generate_series(1, {a} / {c} / 2)
on conflict do nothing;
"""

SPREAD = """
delete from marts.attendance where random() < 0.005;
insert into marts.attendance
select distinct 'ST' || lpad((1 + floor(random() * {s}))::int::text, 7, '0'),
    'SE' || lpad((1 + floor(random() * {c}))::int::text, 6, '0')
from generate_series(1, {a} / 200)
on conflict do nothing;
"""


@dataclass(frozen=True)
class Marts:
    """Marts of about this many attendances: a hundred in each session, ten of each student."""

    attendances: int

    def make(self) -> None:
        """Make them again, readable by the sync."""
        self._run(MARTS)
        roles.put_right()
        self._run("grant select on all tables in schema marts to warehouse_graph")

    def change_a_day(self) -> None:
        """Change 1 % of the attendances, in 1 % of the sessions."""
        self._run(DAY)

    def change_everywhere(self) -> None:
        """Change 1 % of the attendances, spread at random."""
        self._run(SPREAD)

    def _run(self, text: str) -> None:
        sizes = {"s": self.attendances // 10, "c": self.attendances // 100, "a": self.attendances}
        with connect_postgres(autocommit=True) as connection:
            connection.execute(text.format(**sizes).encode())
            connection.execute("analyze")
