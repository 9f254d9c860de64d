with

sessions as (
    select * from {{ ref('session_engagement') }}
),

students as (
    select
        module,
        student_id,
        max(sessions_attended) > 0 as has_taken
    from {{ ref('int_student_course_months') }}
    group by module, student_id
),

counted as (
    select
        module,
        count(*) filter (where has_taken) as students,
        count(*) as students_recorded
    from students
    group by module
),

summed as (
    select
        module,
        count(*) filter (where session_state = 'taken') as sessions_taken,
        count(*) filter (where session_state in ('taken', 'unmarked')) as sessions_held,
        count(*) filter (where session_state not in ('undated', 'cancelled')) as sessions_scheduled,
        count(*) filter (where session_state = 'undated') as sessions_undated,
        coalesce(sum(students_attended) filter (where is_taken = 1), 0) as attendances,
        coalesce(sum(students_expected), 0) as attendances_expected,
        coalesce(sum(minutes_attended) filter (where is_taken = 1), 0) as minutes_attended,
        sum(students_attended) as attendances_recorded,
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
        cast(coalesce(counted.students, 0) as integer) as students,
        cast(summed.attendances as bigint) as attendances,
        cast(summed.attendances_expected as bigint) as attendances_expected,
        {{ rate('summed.attendances', 'summed.attendances_expected') }} as taken_attendance_rate,
        cast(
            summed.attendances / nullif(cast(summed.sessions_taken as numeric(18, 0)), 0)
            as numeric(12, 2)
        ) as students_per_session,
        cast(summed.minutes_attended as bigint) as minutes_attended,

        -- also without a date, or dated later
        cast(coalesce(counted.students_recorded, 0) as integer) as students_recorded,
        cast(summed.attendances_recorded as bigint) as attendances_recorded
    from summed
    left join counted on summed.module = counted.module
)

select * from final
