{% macro ended_early(export_status) -%}
    coalesce({{ export_status }} in ('left', 'cancelled', 'refunded', 'no show', 'gone'), false)
{%- endmacro %}
