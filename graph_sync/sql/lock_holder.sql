-- Who holds the sync's lock, and since when is that connection open?
select
    activity.usename,
    activity.pid,
    host(activity.client_addr) as address,
    activity.backend_start
from pg_locks as locks
inner join pg_stat_activity as activity
    on locks.pid = activity.pid
where
    locks.locktype = 'advisory'
    and locks.granted
    and locks.classid::bigint = hashtext('student_session_analytics')::bigint & 4294967295
    and locks.objid::bigint = hashtext('graph_sync')::bigint & 4294967295
    and locks.database = (
        select pg_database.oid
        from pg_database
        where pg_database.datname = current_database()
    )
