-- Is students, as it is now, in the snapshot? It is not where it was put in its place between the two.
select exists (select from pg_class where oid = 'marts.students'::regclass)
