{%- set corrections = ['churn_corrected', 'attendance_corrected'] -%}
{%- set kinds = ['newly_churned', 'came_back', 'newly_at_risk', 'subscription_gone'] -%}

with

ranked as (
    select
        *,
        -- A state that this build records again is shown as this build has it.
        rank() over (order by loaded_at desc, build_id = '{{ invocation_id }}' desc) as age
    from {{ ref('int_student_states') }}
),

compared as (
    select
        newest.*,
        former.student_id is not null as was_known,
        coalesce(newest.churn_flag, false) as is_churned,
        coalesce(former.churn_flag, false) as was_churned,
        concat_ws(' since ', newest.subscription_status, newest.churned_on) as is_standing,
        concat_ws(' since ', former.subscription_status, former.churned_on) as was_standing,
        newest.subscription_start_date > former.subscription_start_date as has_later_subscription,
        coalesce(newest.churned_on != former.churned_on, true) as is_churned_on_other_day,
        newest.churned_on > newest.previous_as_of_date as is_churned_since_then,
        coalesce(former.is_at_risk, false) as was_at_risk,
        newest.has_gone and not coalesce(former.has_gone, false) as subscription_gone,
        former.at_risk_reason as was_reason,
        former.past_sessions_attended as was_attended
    from ranked as newest
    left join ranked as former
        on newest.student_id = former.student_id and newest.previous_loaded_at = former.loaded_at
    -- Before the second load there is nothing to compare with.
    where newest.age = 1 and newest.previous_loaded_at is not null
),

classified as (
    select
        *,
        case
            when not is_churned then false
            when was_churned
                then is_churned_on_other_day and is_churned_since_then and has_later_subscription
            else was_known or is_churned_since_then
        end as newly_churned,
        coalesce(was_churned and not churn_flag and has_later_subscription, false) as came_back,
        is_at_risk and not was_at_risk as newly_at_risk,
        past_sessions_attended_by_then != was_attended as attendance_corrected
    from compared
),

-- What the load before should have told of, or told of and is taken back or moved.
found as (
    select
        *,
        case
            when newly_churned then was_known and not is_churned_since_then
            else was_churned and is_churned_on_other_day and not came_back
        end as churn_corrected
    from classified
),

changes as (
    {%- for change in kinds + corrections %}
        select
            *,
            '{{ change }}' as change,
            '{{ 'corrected history' if change in corrections else change | replace('_', ' ') }}'
                as change_label
        from found
        where {{ change }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
),

final as (
    select
        student_id,
        change,
        change_label,
        case change
            when 'newly_at_risk' then was_reason
            when 'attendance_corrected' then {{ as_text('was_attended') }}
            else nullif(was_standing, '')
        end as said_before,
        case change
            when 'newly_at_risk' then at_risk_reason
            when 'attendance_corrected' then {{ as_text('past_sessions_attended_by_then') }}
            else nullif(is_standing, '')
        end as says_now,
        campus,
        country_code,
        country_name,
        as_of_date,
        previous_as_of_date,
        {{ in_utc('loaded_at') }} as loaded_at,
        {{ in_utc('previous_loaded_at') }} as previous_loaded_at
    from changes
)

select * from final
