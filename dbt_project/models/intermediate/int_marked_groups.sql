with

-- All sessions there are.
ever as (
    select cast('9999-12-31' as date) as looked_from
),

{{ marked_groups('ever') }}

select
    group_name,
    campus,
    last_marked_on,
    marked_until,
    days_silent,
    students,
    is_silent
from marked_groups
