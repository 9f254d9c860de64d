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
        when {{ days_between('end_date', 'next_start_date') }} <= {{ gap_days(grace_days) }} then 'renewed'
        when {{ days_between('end_date', 'booked_start_date') }} <= {{ gap_days(grace_days) }} then 'booked'
        when {{ days_between('end_date', 'as_of_date') }} <= {{ grace_days }} then 'in_grace'
        when is_diploma_unreadable or is_progress_unreadable then 'unknown'
        when has_diploma_by_then is null and progress is null and not {{ ended_early('export_status') }} then 'unknown'
        else 'churned'
    end
{%- endmacro %}

{% macro status_reason(status) -%}
    case {{ status }}
        when 'invalid' then case when start_date is null then 'no_start' else 'end_before_start' end
        when 'void'
            then case export_status
                when 'no show' then 'no_show'
                when 'refunded' then 'refunded'
                when 'gone' then 'gone'
                else 'cancelled_before_start'
            end
        when 'completed'
            then case
                when has_diploma_by_then then 'diploma'
                when progress >= {{ churn_progress_threshold() }} then 'progress'
                else 'export_status'
            end
        when 'active' then case when end_date is null then 'open_end' end
        when 'in_grace' then case when {{ ended_early('export_status') }} then export_status end
        when 'churned' then case when {{ ended_early('export_status') }} then export_status end
        when 'unknown'
            then case
                when is_gone then 'gone'
                when is_end_unreadable then 'end_unreadable'
                when is_silent then 'open_end_silent'
                when is_diploma_unreadable and diploma_date is not null then 'diploma_to_come'
                when is_diploma_unreadable then 'diploma_unreadable'
                when is_progress_unreadable then 'progress_unreadable'
                else 'nothing_known'
            end
    end
{%- endmacro %}

{% macro ended_early(export_status) -%}
    coalesce({{ export_status }} in ('left', 'cancelled', 'refunded', 'no show', 'gone'), false)
{%- endmacro %}

{% macro churn_flag(status) -%}
    case
        when {{ status }} = 'churned' then true
        when {{ status }} in ('invalid', 'void', 'upcoming', 'unknown') then null
        else false
    end
{%- endmacro %}

{% macro churn_reason(status) -%}
    case
        when {{ status }} != 'churned' then null
        when progress = 0 or start_date = end_date then 'never_started'
        when progress < {{ var('churn_early_progress') }} then 'dropped_early'
        else 'stopped_before_diploma'
    end
{%- endmacro %}
