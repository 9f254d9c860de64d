{% macro marked_students(groups, students) -%}
newest as (
    select
        looked_from,
        max(marked_until) as marked_until
    from {{ groups }}
    group by looked_from
),

-- Where the student sits when the newest mark of the whole log was made.
homes as (
    select
        student_groups.student_id,
        groups.looked_from,
        groups.group_name,
        groups.last_marked_on,
        groups.is_silent
    from {{ ref('int_student_groups') }} as student_groups
    inner join newest
        on newest.marked_until between student_groups.from_day and student_groups.until_day
    inner join {{ groups }} as groups
        on
            student_groups.group_name = groups.group_name
            and newest.looked_from = groups.looked_from
    where student_groups.is_home
),

marked_students as (
    select
        students.student_id,
        students.looked_from,
        homes.group_name,
        homes.last_marked_on,
        newest.marked_until,
        coalesce(homes.is_silent, false) as is_group_silent,
        {{ attendance_recent_start('coalesce(homes.last_marked_on, newest.marked_until)') }}
            as recent_from
    from {{ students }} as students
    left join newest on students.looked_from = newest.looked_from
    left join homes
        on students.student_id = homes.student_id and students.looked_from = homes.looked_from
)
{%- endmacro %}
