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

with_former as (
    select
        *,
        lag(coalesce(group_name, '')) over (partition by student_id order by from_day)
            as former_group_name
    from {{ ref('int_student_groups') }}
    where is_home
),

-- Most students stay in one group: one row, whatever day a session is on.
homes as (
    select
        *,
        coalesce(
            lead(from_day) over (partition by student_id order by from_day) - 1, {{ last_day }}
        )
            as last_day
    from with_former
    where former_group_name is null or former_group_name != coalesce(group_name, '')
),

with_student as (
    select
        homes.*,
        students.country_name as student_country_name,
        students.churn_flag
    from homes
    inner join {{ ref('int_latest_subscriptions') }} as students
        on homes.student_id = students.student_id
),

attendees as (
    select
        marks.session_id,
        with_student.group_name,
        with_student.campus,
        with_student.cohort,
        with_student.country_code,
        with_student.country_name,
        coalesce(with_student.student_country_name, 'Unknown') as student_country_name,
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
        with_student.country_code,
        with_student.country_name,
        with_student.student_country_name
)

select * from attendees
