with

sessions as (
    select * from {{ ref('session_engagement') }}
),

students as (
    select
        module,
        count(distinct student_id) as students
    from {{ ref('int_student_courses') }}
    group by module
),

summed as (
    select
        module,
        count(*) filter (where session_state = 'taken') as sessions_taken,
        count(*) filter (where session_state in ('taken', 'unmarked')) as sessions_held,
        count(*) filter (where session_state != 'undated') as sessions_scheduled,
        count(*) filter (where session_state = 'undated') as sessions_undated,
        coalesce(sum(students_attended) filter (where is_taken = 1), 0) as attendances,
        coalesce(sum(students_expected), 0) as attendances_expected,
        coalesce(sum(minutes_attended) filter (where is_taken = 1), 0) as minutes_attended,
        min(session_date) filter (where is_taken = 1) as first_taken_on,
        max(session_date) filter (where is_taken = 1) as last_taken_on
    from sessions
    group by module
),

final as (
    select
        -- key
        summed.module,

        -- sessions
        cast(summed.sessions_taken as integer) as sessions_taken,
        cast(summed.sessions_held as integer) as sessions_held,
        cast(summed.sessions_scheduled as integer) as sessions_scheduled,
        cast(summed.sessions_undated as integer) as sessions_undated,
        summed.first_taken_on,
        summed.last_taken_on,

        -- students
        cast(coalesce(students.students, 0) as integer) as students,
        cast(summed.attendances as bigint) as attendances,
        cast(summed.attendances_expected as bigint) as attendances_expected,
        {{ rate('summed.attendances', 'summed.attendances_expected') }} as taken_attendance_rate,
        cast(
            summed.attendances / nullif(cast(summed.sessions_taken as numeric), 0) as numeric(12, 2)
        ) as students_per_session,
        cast(summed.minutes_attended as bigint) as minutes_attended
    from summed
    left join students on summed.module = students.module
)

select * from final
