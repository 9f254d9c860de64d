with

subscriptions as (
    select
        *,
        {{ as_of_date() }} as as_of_date
    from {{ ref('int_subscriptions') }}
    where outcome = 'kept'
),

-- A diploma counts from its date on; without a date, the word of the export counts.
with_diploma as (
    select
        *,
        case
            when diploma_date is not null then diploma_date <= as_of_date
            else has_diploma
        end as has_diploma_by_then
    from subscriptions
),

-- The first line that applies decides. docs/churn.md says the same in words.
judged as (
    select
        *,
        case
            when end_date is null then 'end_date_unknown'
            when end_date >= as_of_date then 'still_running'
            when has_diploma_by_then then 'has_diploma'
            when progress >= {{ churn_progress_threshold() }} then 'progress_reached'
            when has_diploma_by_then is null and progress is null then 'outcome_unknown'
            else 'ended_without_diploma'
        end as churn_reason
    from with_diploma
),

final as (
    select
        subscription_id,

        -- who
        student_id,
        match_method,
        student_name,
        student_email,
        student_gender,
        birth_date,
        professional_experience,
        industry,

        -- what and where
        intake,
        track,
        is_track_starred,
        campus,
        country_code,
        country_name,
        cohort,
        product_schedule,
        schedule_code,
        schedule_family,
        schedule_slots,
        schedule_label,
        instructor_name,
        instructor_email,
        instructor_diploma,

        -- how it went
        start_date,
        end_date,
        cast(progress as numeric(7, 6)) as progress,
        has_diploma_by_then as has_diploma,
        diploma_date,

        -- the verdict
        as_of_date,
        case
            when churn_reason = 'ended_without_diploma' then true
            when churn_reason in ('still_running', 'has_diploma', 'progress_reached') then false
        end as churn_flag,
        churn_reason
    from judged
)

select * from final
