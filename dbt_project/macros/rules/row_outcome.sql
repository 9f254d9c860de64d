{% macro row_outcome(dropped_by) -%}
    case
        when {{ dropped_by }} is null then 'kept'
        when {{ dropped_by }} like '%copy' then 'duplicate'
        else 'set_aside'
    end
{%- endmacro %}
