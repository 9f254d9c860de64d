-- What is this?        PostgreSQL enforces every key, check and "never empty" the marts promise.
-- When does it fail?   A mart was built alone: tables that pointed to it lost their foreign key.
-- What to do?          Run `dbt build`, without `--select`.

with

promised as (
    select * from (
        {{ promised_keys([
            'attendance', 'attendance_by_month', 'attendance_by_week', 'attendance_cohorts',
            'attendance_details', 'attendance_marks', 'call_list', 'churn_by_cohort',
            'churn_by_month', 'churn_sensitivity', 'data_quality_issues', 'data_status',
            'graph_insights', 'headline_figures', 'load_history',
            'module_engagement', 'month_engagement', 'rejected_records', 'session_engagement', 'sessions',
            'silent_groups', 'student_changes', 'student_churn', 'student_engagement', 'students',
            'subscriptions', 'verdict_rules',
        ]) }}
    ) as promises (mart, kind, column_names)
),

enforced as (
    select
        pg_constraint.conrelid as mart,
        case pg_constraint.contype
            when 'p' then 'primary_key' when 'f' then 'foreign_key' when 'u' then 'unique'
            when 'c' then 'check'
        end as kind,
        string_agg(pg_attribute.attname, ', ' order by keys.place) as column_names
    from pg_constraint
    cross join lateral unnest(pg_constraint.conkey) with ordinality as keys (attnum, place)
    inner join pg_attribute
        on pg_constraint.conrelid = pg_attribute.attrelid and keys.attnum = pg_attribute.attnum
    where pg_constraint.convalidated
    group by pg_constraint.oid, pg_constraint.conrelid, pg_constraint.contype

    union all

    select
        attrelid as mart,
        'not_null' as kind,
        attname as column_names
    from pg_attribute
    where attnotnull and attnum > 0
)

select promised.*
from promised
left join enforced
    on
        promised.mart = enforced.mart
        and promised.kind = enforced.kind
        and promised.column_names = enforced.column_names
where enforced.mart is null
