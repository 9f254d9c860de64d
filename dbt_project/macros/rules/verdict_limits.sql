{% macro verdict_limits() -%}
    select
        rule,
        cast(least_share as numeric(7, 6)) as least_share,
        cast(red_below as numeric(7, 6)) as red_below
    from (
        values
        ('used', {{ var('verdict_used_share') }}, {{ var('verdict_red_share') }}),
        ('readable', {{ var('verdict_readable_share') }}, {{ var('verdict_red_share') }}),
        ('mapped', {{ var('verdict_mapped_share') }}, {{ var('verdict_red_share') }}),
        ('figure', {{ var('verdict_figure_share') }}, {{ var('verdict_red_figure_share') }})
    ) as limits (rule, least_share, red_below)
{%- endmacro %}
