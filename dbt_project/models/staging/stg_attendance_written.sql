{%- set cells = 'student_id, student_email, session_id, session_date, "group", module, status' -%}

-- The marks of logs and of registers, as written.
select
    _load_id,
    _source_row,
    cast(null as text) as source_column,
    {{ cells }}
from {{ source('staging', 'raw_attendance') }}
where {{ in_force('attendance') }}
union all
select
    _load_id,
    _source_row,
    source_column,
    {{ cells }}
from {{ ref('stg_register_marks') }}
