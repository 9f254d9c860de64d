with

attendance as (
    select * from {{ ref('int_attended_sessions') }}
),

with_gaps as (
    select
        *,
        case
            when is_taken
                then lag(session_date) over (
                    partition by student_id, session_month, is_taken
                    order by session_date
                )
        end as attended_before
    from attendance
),

summed as (
    select
        student_id,
        session_month,
        count(*) as attendances,
        count(*) filter (where is_taken) as sessions_attended,
        coalesce(sum(duration) filter (where is_taken), 0) as minutes_attended,
        min(session_date) filter (where is_taken) as first_attended_on,
        max(session_date) filter (where is_taken) as last_attended_on,
        max({{ days_between('attended_before', 'session_date') }}) as longest_gap_days
    from with_gaps
    group by student_id, session_month
)

select * from summed
