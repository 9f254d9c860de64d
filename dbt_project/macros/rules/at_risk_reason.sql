{% macro at_risk_reason() -%}
    case
        when not is_to_come then 'not_enrolled'
        when has_diploma then 'has_diploma'
        when is_paused then 'paused'
        when is_group_silent then 'group_silent'
        when has_just_begun then 'too_few_sessions'
        when is_to_come and days_since_last_attended is null
            and group_sessions_taken >= {{ var('at_risk_missed_in_a_row') }} then 'never_attended'
        when is_to_come is null and days_since_last_attended is null and sessions_taken = 0 then 'nothing_known'
        when is_to_come is null and days_since_last_attended > {{ var('at_risk_gone_days') }} then 'gone'
        when missed_in_a_row >= {{ var('at_risk_missed_in_a_row') }} then 'missed_in_a_row'
        when missed_in_a_row > 0 and days_since_last_attended >= {{ var('at_risk_days_absent') }} then 'absent_for_long'
        when sessions_taken < {{ var('at_risk_sessions_needed') }} then 'too_few_sessions'
        when taken_rate < {{ var('at_risk_attendance_rate') }} then 'low_attendance'
        when recent_taken >= {{ var('at_risk_sessions_needed') }}
            and rate_change <= -{{ var('at_risk_rate_drop') }} then 'falling_attendance'
        else 'attends'
    end
{%- endmacro %}
