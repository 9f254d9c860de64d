{% macro subscription_status(progress_threshold, grace_days) -%}
    case
        when start_date is null or end_date < start_date then 'invalid'
        when is_void then 'void'
        when start_date > as_of_date then 'upcoming'
        when has_diploma_by_then or progress >= {{ progress_threshold }} or export_status = 'completed' then 'completed'
        when is_gone then 'unknown'
        when is_end_unreadable then 'unknown'
        when export_status = 'paused' and coalesce(end_date, as_of_date) >= as_of_date then 'paused'
        when is_silent then 'unknown'
        when end_date is null or end_date >= as_of_date then 'active'
        when next_start_date - end_date <= {{ gap_days(grace_days) }} then 'renewed'
        when booked_start_date - end_date <= {{ gap_days(grace_days) }} then 'booked'
        when as_of_date - end_date <= {{ grace_days }} then 'in_grace'
        when is_diploma_unreadable or is_progress_unreadable then 'unknown'
        when has_diploma_by_then is null and progress is null and not {{ ended_early('export_status') }} then 'unknown'
        else 'churned'
    end
{%- endmacro %}
