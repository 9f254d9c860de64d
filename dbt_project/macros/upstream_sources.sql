{#- The sources that a node goes back to, by the names that `staging.loads` has for them. -#}
{% macro upstream_sources(node) -%}
    {%- set found = [] -%}
    {%- for parent_id in node.depends_on.nodes -%}
        {%- if parent_id in graph.sources -%}
            {%- do found.append(graph.sources[parent_id].name | replace('raw_', '')) -%}
        {%- elif parent_id in graph.nodes -%}
            {%- do found.extend(upstream_sources(graph.nodes[parent_id])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found | unique | sort) -%}
{%- endmacro %}
