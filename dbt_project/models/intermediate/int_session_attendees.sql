{%- set last_day = "cast('9999-12-31' as date)" -%}

with

marks as (
    select * from {{ ref('attendance_marks') }}
),

sessions as (
    select
        session_id,
        coalesce(date, {{ last_day }}) as day
    from {{ ref('sessions') }}
),

with_student as (
    select
        homes.*,
        students.churn_flag
    from {{ ref('int_student_homes') }} as homes
    inner join {{ ref('int_latest_subscriptions') }} as students
        on homes.student_id = students.student_id
),

attendees as (
    select
        marks.session_id,
        with_student.group_name,
        with_student.campus,
        with_student.cohort,
        with_student.track,
        with_student.country_code,
        with_student.country_name,
        count(*) as students_marked,
        count(*) filter (where marks.counts_as = 'attended') as students_attended,
        count(*) filter (where marks.counts_as = 'missed') as students_missed,
        count(*) filter (where marks.counts_as = 'attended' and with_student.churn_flag)
            as students_churned
    from marks
    inner join sessions on marks.session_id = sessions.session_id
    left join with_student
        on
            marks.student_id = with_student.student_id
            and sessions.day between with_student.from_day and with_student.last_day
    group by
        marks.session_id,
        with_student.group_name,
        with_student.campus,
        with_student.cohort,
        with_student.track,
        with_student.country_code,
        with_student.country_name
)

select * from attendees
