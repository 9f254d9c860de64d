{% macro metric_figures() -%}
    {%- set aggregates = {
        'count': 'count(#)',
        'count_distinct': 'count(distinct #)',
        'sum': 'sum(#)',
        'sum_boolean': 'sum(case when # then 1 else 0 end)',
    } -%}
    {%- set measures, tables = {}, {} -%}
    {%- for semantic_model in (graph.semantic_models.values() if execute else []) -%}
        {%- for measure in semantic_model.measures -%}
            {%- do measures.update({
                measure.name: {
                    'table': semantic_model.node_relation.relation_name,
                    'figure': aggregates[measure.agg] | replace('#', measure.expr),
                }
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for metric in (graph.metrics.values() if execute else []) if metric.type == 'simple' -%}
        {%- set measure = measures[metric.type_params.measure.name] -%}
        {%- do tables.setdefault(measure.table, {}).update({metric.name: measure.figure}) -%}
    {%- endfor -%}
    {%- do return(tables) -%}
{%- endmacro %}
