-- What is this?        Per source: rows landed = rows kept in the mart + duplicates + excluded.
-- When does it fail?   A model lost or doubled rows, or dropped some without listing them.
-- What to do?          See which source it returns and by how much; look at its int_ model.

with

landed as (
    select
        source_name,
        sum(rows_landed) as landed_rows
    from {{ ref('int_loaded_rows') }}
    group by source_name
),

kept as (
    select
        'students' as source_name,
        count(*) as kept_rows
    from {{ ref('students') }}

    union all

    select
        'sessions' as source_name,
        count(*) as kept_rows
    from {{ ref('sessions') }}

    union all

    select
        'attendance' as source_name,
        count(*) as kept_rows
    from {{ ref('attendance_marks') }}

    union all

    select
        'subscriptions' as source_name,
        count(*) as kept_rows
    from {{ ref('subscriptions') }}
    where is_in_export = 1

    union all

    select
        'calls' as source_name,
        count(*) as kept_rows
    from {{ ref('calls') }}
),

listed as (
    select
        source_name,
        count(distinct load_id || ' ' || source_row) as listed_rows
    from {{ ref('data_quality_issues') }}
    where outcome in ('duplicate', 'set_aside') and source_name != 'attendance'
    group by source_name

    union all

    -- A row of a register holds several marks, and is listed once for each rule.
    select
        'attendance' as source_name,
        count(*) as listed_rows
    from {{ ref('int_attendance') }} as marks
    inner join {{ ref('data_quality_issues') }} as issues
        on
            marks.load_id = issues.load_id
            and marks.source_row = issues.source_row
            and marks.dropped_by = issues.rule
    where marks.outcome in ('duplicate', 'set_aside')
),

balance as (
    select
        kept.source_name,
        coalesce(landed.landed_rows, 0) as landed_rows,
        kept.kept_rows,
        coalesce(listed.listed_rows, 0) as listed_rows
    from kept
    left join landed on kept.source_name = landed.source_name
    left join listed on kept.source_name = listed.source_name
)

select * from balance
where landed_rows != kept_rows + listed_rows
