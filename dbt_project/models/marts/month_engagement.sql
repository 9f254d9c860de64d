with

sessions as (
    select * from {{ ref('session_engagement') }}
    where session_month is not null
),

students as (
    select
        session_month,
        count(*) filter (where sessions_attended > 0) as students,
        count(*) as students_recorded
    from {{ ref('int_student_months') }}
    group by session_month
),

summed as (
    select
        session_month,
        count(*) filter (where session_state = 'taken') as sessions_taken,
        count(*) filter (where session_state in ('taken', 'unmarked')) as sessions_held,
        count(*) as sessions_scheduled,
        coalesce(sum(students_attended) filter (where is_taken = 1), 0) as attendances,
        coalesce(sum(students_expected), 0) as attendances_expected,
        coalesce(sum(minutes_attended) filter (where is_taken = 1), 0) as minutes_attended,
        sum(students_attended) as attendances_recorded
    from sessions
    group by session_month
),

final as (
    select
        -- key
        summed.session_month as month,

        -- sessions
        cast(summed.sessions_taken as integer) as sessions_taken,
        cast(summed.sessions_held as integer) as sessions_held,
        cast(summed.sessions_scheduled as integer) as sessions_scheduled,

        -- students
        cast(coalesce(students.students, 0) as integer) as students,
        cast(summed.attendances as bigint) as attendances,
        cast(summed.attendances_expected as bigint) as attendances_expected,
        {{ rate('summed.attendances', 'summed.attendances_expected') }} as taken_attendance_rate,
        cast(summed.minutes_attended as bigint) as minutes_attended,

        -- also dated later
        cast(coalesce(students.students_recorded, 0) as integer) as students_recorded,
        cast(summed.attendances_recorded as bigint) as attendances_recorded
    from summed
    left join students on summed.session_month = students.session_month
)

select * from final
