-- Tells whether a table was made again since: one text for all that a build left.
select
    md5(string_agg(
        concat_ws(' ', pg_namespace.nspname, pg_class.relname, pg_class.oid, pg_class.relfilenode),
        ',' order by pg_namespace.nspname, pg_class.relname
    ))
from pg_class
inner join pg_namespace on pg_class.relnamespace = pg_namespace.oid
where
    -- `dbt test` makes views of its own in `intermediate`.
    (pg_namespace.nspname = 'marts' and pg_class.relkind in ('r', 'v'))
    or (pg_namespace.nspname = 'intermediate' and pg_class.relkind = 'r')
