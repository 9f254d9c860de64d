{% macro prepare_states() -%}
    -- The model reads this column of the states before: a history from before it keeps them.
    alter table history.int_student_states add column if not exists attendance_as_of_date date;
    {{ forget_old_states() }}
{%- endmacro %}
