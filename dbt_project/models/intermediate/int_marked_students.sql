with

students as (
    select
        student_id,
        cast('9999-12-31' as date) as looked_from
    from {{ ref('students') }}
),

groups as (
    select
        *,
        cast('9999-12-31' as date) as looked_from
    from {{ ref('int_marked_groups') }}
),

{{ marked_students('groups', 'students') }}

select
    student_id,
    group_name,
    last_marked_on,
    marked_until,
    is_group_silent,
    recent_from
from marked_students
