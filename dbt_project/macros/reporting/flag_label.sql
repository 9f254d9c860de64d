{% macro flag_label(flag, if_true, if_false) -%}
    case {{ flag }} when true then '{{ if_true }}' when false then '{{ if_false }}' else 'unknown' end
{%- endmacro %}
