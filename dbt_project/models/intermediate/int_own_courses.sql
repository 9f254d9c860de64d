with

attended_courses as (
    select
        student_id,
        module,
        session_group,
        course_key,
        min(first_attended_on) as first_attended_on
    from {{ ref('int_student_course_months') }}
    where sessions_attended > 0
    group by student_id, module, session_group, course_key
),

groups as (
    select * from {{ ref('int_student_groups') }}
    where runs and group_name is not null
),

known_groups as (
    select distinct group_name
    from groups
),

-- A row without days is a course with another group than the student's own.
final as (
    select
        courses.student_id,
        courses.module,
        courses.course_key,
        known_groups.group_name is not null as is_known_group,
        courses.first_attended_on,
        greatest(groups.from_day, courses.first_attended_on) as expected_from,
        nullif(groups.until_day, cast('9999-12-31' as date)) as expected_until,
        groups.student_id is not null as is_own
    from attended_courses as courses
    left join known_groups on courses.session_group = known_groups.group_name
    left join groups
        on
            courses.student_id = groups.student_id
            and courses.session_group = groups.group_name
            and courses.first_attended_on <= groups.until_day
)

select * from final
