with

subscriptions as (
    select * from {{ ref('int_subscriptions') }}
    where outcome in ('kept', 'gone')
),

statuses as (
    select * from {{ ref('int_subscription_status') }}
),

final as (
    select
        subscriptions.subscription_id,

        -- who
        subscriptions.student_id,
        subscriptions.match_method,
        subscriptions.student_name,
        subscriptions.student_email,
        subscriptions.student_gender,
        subscriptions.birth_date,
        subscriptions.professional_experience,
        subscriptions.industry,

        -- what and where
        subscriptions.intake,
        subscriptions.track,
        cast(subscriptions.is_track_starred as integer) as is_track_starred,
        {{ flag_label('subscriptions.is_track_starred', 'starred', 'not starred') }}
            as track_starred_label,
        subscriptions.campus,
        subscriptions.country_code,
        subscriptions.country_name,
        subscriptions.cohort,
        nullif(subscriptions.schedule_code, 'unknown') as product_schedule,
        subscriptions.schedule_code,
        subscriptions.schedule_family,
        subscriptions.schedule_slots,
        subscriptions.schedule_label,
        subscriptions.instructor_name,
        subscriptions.instructor_email,
        subscriptions.instructor_diploma,

        -- how it went
        subscriptions.start_date,
        statuses.end_date,
        cast(subscriptions.progress as numeric(7, 6)) as progress,
        cast(statuses.has_diploma_by_then as integer) as has_diploma,
        {{ flag_label('statuses.has_diploma_by_then', 'diploma', 'no diploma') }} as diploma_label,
        subscriptions.diploma_date,
        statuses.export_status,
        cast(subscriptions.outcome = 'kept' as integer) as is_in_export,

        -- where it stands
        statuses.as_of_date,
        statuses.subscription_status,
        statuses.status_reason,
        statuses.churn_flag,
        cast(statuses.churn_flag as integer) as is_churned,
        {{ flag_label('statuses.churn_flag', 'churned', 'not churned') }} as churned_label,
        statuses.churn_reason,
        statuses.churned_on
    from subscriptions
    inner join statuses on subscriptions.subscription_id = statuses.subscription_id
)

select * from final
