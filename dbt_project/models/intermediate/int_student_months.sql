with

attendance as (
    select
        *,
        session_state = 'taken' as is_taken
    from {{ ref('attendance_details') }}
),

with_gaps as (
    select
        *,
        case
            when is_taken
                then session_date - lag(session_date) over (
                    partition by student_id, session_month, is_taken
                    order by session_date
                )
        end as days_since_previous
    from attendance
),

summed as (
    select
        student_id,
        session_month,
        country_code,
        country_name,
        count(*) as attendances,
        count(*) filter (where is_taken) as sessions_attended,
        coalesce(sum(duration) filter (where is_taken), 0) as minutes_attended,
        min(session_date) filter (where is_taken) as first_attended_on,
        max(session_date) filter (where is_taken) as last_attended_on,
        max(days_since_previous) as longest_gap_days
    from with_gaps
    group by student_id, session_month, country_code, country_name
)

select * from summed
