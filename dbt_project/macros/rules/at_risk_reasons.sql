{% macro at_risk_reasons() -%}
    'never_attended', 'missed_in_a_row', 'absent_for_long', 'low_attendance', 'falling_attendance'
{%- endmacro %}
