with

status as (
    select * from {{ ref('data_status') }}
    where source_name != 'calls'
),

limits as (
    select
        rule,
        cast(least_share as numeric(7, 6)) as least_share,
        cast(red_below as numeric(7, 6)) as red_below
    from (
        values
        ('used', {{ var('verdict_used_share') }}, {{ var('verdict_red_share') }}),
        ('readable', {{ var('verdict_readable_share') }}, {{ var('verdict_red_share') }}),
        ('mapped', {{ var('verdict_mapped_share') }}, {{ var('verdict_red_share') }}),
        ('there', {{ var('verdict_there_share') }}, {{ var('verdict_red_share') }}),
        ('filled', {{ var('verdict_filled_share') }}, 0),
        ('figure', {{ var('verdict_figure_share') }}, {{ var('verdict_red_figure_share') }})
    ) as limits (rule, least_share, red_below)
),

-- Of two rows, or marks, that say different things of one thing, one is not used.
contradicted as (
    select
        source_name,
        count(*) as rows_contradicted
    from (
        select source_name from {{ ref('data_quality_issues') }}
        where rule like '%conflicting_copy' and source_name != 'attendance'
        union all
        select 'attendance' from {{ ref('int_attendance') }}
        where dropped_by like '%conflicting_copy'
    ) as contradictions
    group by source_name
),

counts as (
    select
        source_name,
        rule,
        subject,
        cast(coalesce(rows_there, 0) as bigint) as rows_there,
        cast(coalesce(rows_good, 0) as bigint) as rows_good
    from {{ ref('int_verdict_counts') }}
    union all
    select
        status.source_name,
        'used' as rule,
        'rows' as subject,
        status.rows_in_files - status.rows_suppressed as rows_there,
        status.rows_kept + status.rows_duplicate - coalesce(contradicted.rows_contradicted, 0)
            as rows_good
    from status
    left join contradicted on status.source_name = contradicted.source_name
),

shares as (
    select
        counts.*,
        limits.least_share,
        limits.red_below,
        {{ rate('counts.rows_good', 'counts.rows_there') }} as share
    from counts
    inner join limits on counts.rule = limits.rule
),

-- What was never written cannot be misread; but a figure of nothing is none.
judged as (
    select
        *,
        cast(null as date) as green_until,
        cast(null as date) as amber_until,
        case
            when share is null and rule not in ('used', 'figure') then 'green'
            when share is null then 'amber'
            when share < red_below then 'red'
            when share < least_share then 'amber'
            else 'green'
        end as colour
    from shares
    union all
    select
        source_name,
        'age' as rule,
        'age' as subject,
        null as rows_there,
        null as rows_good,
        null as least_share,
        null as red_below,
        null as share,
        fresh_until as green_until,
        fresh_until + ({{ var('verdict_red_age') }} - 1) * {{ var('max_age_days') }} as amber_until,
        'green' as colour
    from status
    where loads > 0
)

select * from judged
