{%- set cells = [
    'student_id', 'student_email', 'session_id', 'session_date', 'group_name', 'module', 'status',
] | join(', ') -%}

-- The marks of logs and of registers, as written.
select
    _load_id,
    _source_row,
    {{ as_text('null') }} as source_column,
    {{ cells | replace('group_name', adapter.quote('group') ~ ' as group_name') }}
from {{ source('staging', 'raw_attendance') }}
where {{ in_force('attendance') }}
union all
select
    _load_id,
    _source_row,
    source_column,
    {{ cells }}
from {{ ref('stg_register_marks') }}
