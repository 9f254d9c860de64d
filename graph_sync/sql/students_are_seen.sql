-- Is students, as it is now, in the snapshot? It is not if it was put in its place between the two.
select count(*) = 1 as is_seen from pg_class
where oid = cast('marts.students' as regclass)
