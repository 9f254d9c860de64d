{% macro unreadable(written, lost) -%}
    {{ return({
        'written': written ~ ' is not null',
        'broken': written ~ ' is not null and ' ~ lost ~ ' is null',
    }) }}
{%- endmacro %}
