{% macro is_remark(id_text, others) -%}
    {#- Where no row of a load holds more than an id, the ids may be names. -#}
    coalesce(
        {{ matches(id_text, '^[^ ]+( [^ ]+){2,}$') }}
        and {{ others }} is null
        and count({{ others }}) over (partition by load_id) > 0,
        false
    )
{%- endmacro %}
