{#-
    True for a landed row whose load counts on the day the warehouse looks from.
    The bounds say nothing new, but let PostgreSQL skip the partitions of all other loads.
-#}
{% macro in_force(source_name) -%}
    _load_id in ({{ loads_in_force('load_id', source_name) }})
    and _load_id >= ({{ loads_in_force('min(load_id)', source_name) }})
    and _load_id <= ({{ loads_in_force('max(load_id)', source_name) }})
{%- endmacro %}
