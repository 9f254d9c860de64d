-- Who holds a table of the old schemas ($1), and whether one of them waits for a new one ($2): its
-- statement took the first name before the schemas were renamed, and comes to the next after that.
with

locks as (
    select
        pg_locks.pid,
        pg_locks.granted,
        pg_class.relnamespace = any($1::oid[]) as is_old
    from pg_locks
    inner join pg_class on pg_locks.relation = pg_class.oid
    inner join pg_database on pg_locks.database = pg_database.oid
    where
        pg_database.datname = current_database()
        and pg_class.relnamespace = any($1::oid[] || $2::oid[])
),

readers as (
    select
        pid,
        bool_or(not granted and not is_old) as is_torn
    from locks
    group by pid
    having bool_or(granted and is_old)
)

select
    coalesce(array_agg(pid), array[]::int[]) as pids,
    coalesce(bool_or(is_torn), false) as is_torn
from readers
