{% macro ended_early(export_status) -%}
    coalesce({{ export_status }} in ('left', 'cancelled', 'refunded', 'no show'), false)
{%- endmacro %}
