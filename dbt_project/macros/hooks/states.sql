{% macro prepare_states() -%}
    {{ adapter.dispatch('prepare_states')() }}
{%- endmacro %}

{% macro default__prepare_states() -%}
    -- The model reads this column of the states before: a history from before it keeps them.
    alter table history.int_student_states add column if not exists attendance_as_of_date date;
    {{ forget_old_states() }}
{%- endmacro %}

{% macro spark__prepare_states() -%}
    {{ forget_old_states() }}
{%- endmacro %}

{% macro record_build(day) -%}
    {{ adapter.dispatch('record_build')(day) }}
{%- endmacro %}

{% macro default__record_build(day) -%}
    insert into history.builds (build_id, as_of_date)
    values ('{{ invocation_id }}', {{ day }});
    {{ forget_old_states() }}
{%- endmacro %}

{#- What is built there counts once PostgreSQL has published it, and says so in its own table. -#}
{% macro spark__record_build(day) -%}{%- endmacro %}

{% macro forget_old_states() -%}
    {{ adapter.dispatch('forget_old_states')() }}
{%- endmacro %}

{% macro default__forget_old_states() -%}
    delete from history.int_student_states
    where build_id not in ({{ states_that_count() }})
{%- endmacro %}

{% macro spark__forget_old_states() -%}
    {#- Delta deletes by no subquery. -#}
    {%- set kept = run_query(states_that_count()).columns[0].values() -%}
    delete from history.int_student_states
    where build_id not in ('{{ kept | join("', '") }}')
{%- endmacro %}

{% macro states_that_count() -%}
    select kept.build_id
    from (
        select
            states.build_id,
            max(states.loaded_at) as loaded_at,
            row_number() over (partition by states.state_key order by max(builds.built_at) desc) as age
        from history.int_student_states as states
        inner join history.builds as builds on states.build_id = builds.build_id
        group by states.state_key, states.build_id
    ) as kept
    where kept.age = 1
    order by kept.loaded_at desc
    limit 2
{%- endmacro %}
