{% macro values_in_order(value, by) -%}
    {{ adapter.dispatch('values_in_order')(value, by) }}
{%- endmacro %}

{% macro default__values_in_order(value, by) -%}
    array_agg({{ value }} order by {{ by }})
{%- endmacro %}

{% macro spark__values_in_order(value, by) -%}
    transform(array_sort(collect_list(struct({{ by }} as place, {{ value }} as value))), each -> each.value)
{%- endmacro %}

{% macro value_on_day(values, days, day) -%}
    {{ adapter.dispatch('value_on_day')(values, days, day) }}
{%- endmacro %}

{% macro default__value_on_day(values, days, day) -%}
    {{ values }}[width_bucket(coalesce({{ day }}, cast('infinity' as date)), {{ days }})]
{%- endmacro %}

{% macro spark__value_on_day(values, days, day) -%}
    get({{ values }}, size(filter({{ days }}, each -> each <= coalesce({{ day }}, cast('9999-12-31' as date)))) - 1)
{%- endmacro %}

{% macro rows_of_lists(alias, lists) -%}
    {{ adapter.dispatch('rows_of_lists')(alias, lists) }}
{%- endmacro %}

{% macro default__rows_of_lists(alias, lists) -%}
    unnest(
        {%- for values in lists.values() %}
        array[{{ values | join(', ') }}]{{ ',' if not loop.last }}
        {%- endfor %}
    ) as {{ alias }} ({{ lists.keys() | join(', ') }})
{%- endmacro %}

{% macro spark__rows_of_lists(alias, lists) -%}
    inline(arrays_zip(
        {%- for values in lists.values() %}
        array({{ values | join(', ') }}){{ ',' if not loop.last }}
        {%- endfor %}
    )) as {{ alias }} ({{ lists.keys() | join(', ') }})
{%- endmacro %}
