{% macro at_risk_reason(is_enrolled, days_absent, missed_in_a_row, taken, attendance_rate, recent_taken, rate_change) -%}
    case
        when not {{ is_enrolled }} then 'not_enrolled'
        when {{ days_absent }} is null and {{ is_enrolled }} then 'never_attended'
        when {{ days_absent }} is null then 'nothing_known'
        when {{ is_enrolled }} is null and {{ days_absent }} > {{ var('at_risk_gone_days') }} then 'gone'
        when {{ missed_in_a_row }} >= {{ var('at_risk_missed_in_a_row') }} then 'missed_in_a_row'
        when {{ missed_in_a_row }} > 0 and {{ days_absent }} >= {{ var('at_risk_days_absent') }} then 'absent_for_long'
        when {{ taken }} < {{ var('at_risk_sessions_needed') }} then 'too_few_sessions'
        when {{ attendance_rate }} < {{ var('at_risk_attendance_rate') }} then 'low_attendance'
        when {{ recent_taken }} >= {{ var('at_risk_sessions_needed') }}
            and {{ rate_change }} <= -{{ var('at_risk_rate_drop') }} then 'falling_attendance'
        else 'attends'
    end
{%- endmacro %}
