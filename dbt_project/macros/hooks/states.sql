{% macro prepare_states() -%}
    -- The model reads this column of the states before: a history from before it keeps them.
    alter table history.int_student_states add column if not exists attendance_as_of_date date;
    {{ forget_old_states() }}
{%- endmacro %}

{% macro forget_old_states() -%}
    delete from history.int_student_states
    where build_id not in (
        select kept.build_id
        from (
            select distinct on (states.state_key) states.build_id, states.loaded_at
            from history.int_student_states as states
            inner join history.builds as builds on states.build_id = builds.build_id
            order by states.state_key, builds.built_at desc
        ) as kept
        order by kept.loaded_at desc
        limit 2
    )
{%- endmacro %}
