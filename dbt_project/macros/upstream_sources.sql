{#- The sources that a node goes back to, by the names that `staging.loads` has for them. -#}
{% macro upstream_sources(node) -%}
    {#- The list grows while it is walked; as many ways lead to the same node, each is walked from once. -#}
    {%- set reached = [node.unique_id] -%}
    {%- for node_id in reached if node_id in graph.nodes -%}
        {%- for parent_id in graph.nodes[node_id].depends_on.nodes if parent_id not in reached -%}
            {%- do reached.append(parent_id) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set found = [] -%}
    {%- for source_id in reached if source_id in graph.sources -%}
        {%- do found.append(graph.sources[source_id].name | replace('raw_', '')) -%}
    {%- endfor -%}
    {%- do return(found | sort) -%}
{%- endmacro %}
