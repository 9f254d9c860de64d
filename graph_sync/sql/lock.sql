-- Is the sync's lock free, and so mine from now on?
select pg_try_advisory_lock(hashtext('student_session_analytics'), hashtext('graph_sync'))
