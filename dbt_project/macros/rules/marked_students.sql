{% macro marked_students(groups, students) -%}
newest as (
    select max(marked_until) as marked_until
    from {{ groups }}
),

-- Where the student sits when the newest mark of the whole log was made.
homes as (
    select
        student_groups.student_id,
        groups.group_name,
        groups.last_marked_on,
        groups.is_silent
    from {{ ref('int_student_groups') }} as student_groups
    inner join newest
        on newest.marked_until between student_groups.from_day and student_groups.until_day
    inner join {{ groups }} as groups on student_groups.group_name = groups.group_name
    where student_groups.is_home
),

marked_students as (
    select
        students.student_id,
        homes.group_name,
        homes.last_marked_on,
        newest.marked_until,
        coalesce(homes.is_silent, false) as is_group_silent,
        {{ attendance_recent_start('coalesce(homes.last_marked_on, newest.marked_until)') }}
            as recent_from
    from {{ students }} as students
    cross join newest
    left join homes on students.student_id = homes.student_id
)
{%- endmacro %}
