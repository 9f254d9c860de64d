with

months as (
    select
        student_id,
        course_key,
        session_month,
        first_attended_on,
        last_attended_on
    from {{ ref('int_student_course_months') }}
    where sessions_attended > 0
),

running as (
    select * from {{ ref('int_student_groups') }}
    where runs and is_home
),

dated as (
    select distinct student_id
    from running
),

-- In most months one subscription runs from the first to the last day attended: no need to look at
-- each day of these.
loose as {{ materialized() }} (
    select months.*
    from months
    inner join dated on months.student_id = dated.student_id
    where not exists (
        select 1
        from running
        where
            months.student_id = running.student_id
            and months.first_attended_on >= running.from_day
            and months.last_attended_on <= running.until_day
    )
),

outside as (
    select
        attended.student_id,
        attended.session_id,
        attended.session_date
    from {{ ref('int_attended_sessions') }} as attended
    inner join loose
        on
            attended.student_id = loose.student_id
            and attended.course_key = loose.course_key
            and attended.session_month = loose.session_month
    left join running
        on
            attended.student_id = running.student_id
            and attended.session_date between running.from_day and running.until_day
    where attended.is_taken and running.student_id is null
),

numbered as (
    select
        student_id,
        session_id,
        count(*) over (partition by student_id) as sessions_outside,
        row_number() over (
            partition by student_id
            order by session_date asc, {{ in_binary_order('session_id') }} asc
        ) as place
    from outside
),

final as (
    select
        student_id,
        session_id,
        sessions_outside
    from numbered
    where place = 1
)

select * from final
