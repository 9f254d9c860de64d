with

months as (
    select * from {{ ref('int_student_months') }}
),

with_gaps as (
    select
        *,
        case
            when sessions_attended > 0
                then lag(last_attended_on) over (
                    partition by student_id, sessions_attended > 0
                    order by session_month
                )
        end as attended_before
    from months
),

summed as (
    select
        student_id,
        cast(sum(attendances) as bigint) as attendances,
        cast(sum(sessions_attended) as bigint) as sessions_attended,
        cast(sum(minutes_attended) as bigint) as minutes_attended,
        min(first_attended_on) as first_attended_on,
        max(last_attended_on) as last_attended_on,
        greatest(
            max(longest_gap_days), max({{ days_between('attended_before', 'first_attended_on') }})
        ) as longest_gap_days
    from with_gaps
    group by student_id
)

select * from summed
