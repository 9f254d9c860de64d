{% macro confirm_build(results) -%}
    {%- set day = as_of_date() -%}
    {%- set statuses = results | map(attribute='status') | list if execute else [] -%}
    {%- set made = results | map(attribute='node.name') | list if execute else [] -%}
    {%- set has_failed = statuses | select('in', ['error', 'fail', 'runtime error', 'partial success', 'skipped']) | list -%}
    {%- if flags.WHICH == 'build' and not var('schema_suffix') and 'int_student_states' in made and not has_failed -%}
        insert into history.builds (build_id, as_of_date)
        values ('{{ invocation_id }}', {{ day }});
        {{ forget_old_states() }}
    {%- endif -%}
{%- endmacro %}
