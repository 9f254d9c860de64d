{% macro status_reason(status) -%}
    case {{ status }}
        when 'invalid' then case when start_date is null then 'no_start' else 'end_before_start' end
        when 'completed' then case when has_diploma_by_then then 'diploma' else 'progress' end
        when 'active' then case when end_date is null then 'open_end' end
        when 'unknown'
            then case
                when is_end_unreadable then 'end_unreadable'
                when is_diploma_unreadable then 'diploma_unreadable'
                when is_progress_unreadable then 'progress_unreadable'
                else 'nothing_known'
            end
    end
{%- endmacro %}
