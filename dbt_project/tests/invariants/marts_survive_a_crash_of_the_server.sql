-- What is this?        No mart reads an unlogged table, which PostgreSQL empties after a crash.
-- When does it fail?   A mart that is a view reads, through others or not, an `int_` model.
-- What to do?          Set `unlogged: false` in the config of that model.

{{ config(enabled=adapter.type() == 'postgres') }}

with recursive

read_by_views as (
    select pg_class.oid as relation
    from pg_class
    where
        pg_class.oid in (
            to_regclass('{{ ref('attendance_details') }}'),
            to_regclass('{{ ref('attendance_marks') }}'),
            to_regclass('{{ ref('load_history') }}')
        )

    union

    select pg_depend.refobjid as relation
    from read_by_views
    inner join pg_rewrite on read_by_views.relation = pg_rewrite.ev_class
    inner join pg_depend
        on
            pg_rewrite.oid = pg_depend.objid
            and pg_depend.classid = cast('pg_rewrite' as regclass)
            and pg_depend.refclassid = cast('pg_class' as regclass)
)

select pg_class.relname as emptied_by_a_crash
from read_by_views
inner join pg_class on read_by_views.relation = pg_class.oid
where pg_class.relpersistence = 'u'
