{% macro metric_figures() -%}
    {%- set aggregates = {
        'count': 'count(#)',
        'count_distinct': 'count(distinct #)',
        'sum': 'sum(#)',
        'sum_boolean': 'sum(case when # then 1 else 0 end)',
    } -%}
    {%- set measures, figures = {}, {} -%}
    {%- for semantic_model in (graph.semantic_models.values() if execute else []) -%}
        {%- for measure in semantic_model.measures -%}
            {%- do measures.update({
                measure.name: aggregates[measure.agg] | replace('#', measure.expr)
                    ~ ' from ' ~ semantic_model.node_relation.relation_name
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for metric in (graph.metrics.values() if execute else []) if metric.type == 'simple' -%}
        {%- do figures.update({metric.name: measures[metric.type_params.measure.name]}) -%}
    {%- endfor -%}
    {%- do return(figures) -%}
{%- endmacro %}
