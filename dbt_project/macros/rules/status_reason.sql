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
                when is_diploma_unreadable then 'diploma_unreadable'
                when is_progress_unreadable then 'progress_unreadable'
                else 'nothing_known'
            end
    end
{%- endmacro %}
