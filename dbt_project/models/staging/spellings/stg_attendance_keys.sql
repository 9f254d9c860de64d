-- The log repeats each spelling of a key many times; here it is read once, and cleaned once.
with

source as (
    select * from {{ ref('stg_attendance_written') }}
),

{%- for column, model in {'student_id': 'stg_students', 'session_id': 'stg_sessions'}.items() %}

    written_{{ column }}s as {{ materialized() }} (
        select
            {{ column }},
            count(*) as uses
        from source
        group by {{ column }}
    ),

    meant_{{ column }}s as (
        {{ joined_keys('attendance', column, model, column, 'written_' ~ column ~ 's') }}
    ),
{%- endfor %}

keys as (
    {%- for column in ['student_id', 'session_id'] %}
        select
            '{{ column }}' as column_name,
            counted.{{ column }} as written,
            meant.key,
            counted.uses
        from written_{{ column }}s as counted
        left join meant_{{ column }}s as meant on counted.{{ column }} = meant.written
        {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from keys
