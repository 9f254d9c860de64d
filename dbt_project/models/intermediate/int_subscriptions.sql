{%- set content = [
    'end_date', 'progress', 'has_diploma', 'diploma_date', 'product_schedule', 'student_gender',
    'professional_experience', 'industry', 'instructor_name', 'instructor_email', 'country_text',
] -%}

with

subscription_rows as (
    select * from {{ ref('int_subscription_rows') }}
),

identities as (
    select * from {{ ref('int_student_identities') }}
),

campuses as (
    select * from {{ ref('int_spellings') }}
    where kind = 'campus'
),

tracks as (
    select * from {{ ref('int_spellings') }}
    where kind = 'track'
),

schedules as (
    select * from {{ ref('int_schedules') }}
),

identified as (
    select
        subscription_rows.*,
        identities.student_id,
        identities.match_method,
        campuses.spelling as campus,
        tracks.spelling as track,
        schedules.schedule_code,
        schedules.schedule_family,
        schedules.schedule_slots,
        schedules.schedule_label,
        {{ fingerprint(content) }} as content,
        md5({{ fingerprint([
            "coalesce('student ' || identities.student_id, 'person ' || subscription_rows.person_key)",
            'track_key', 'campus_key', 'cohort', 'intake', 'start_date',
        ]) }}) as subscription_id
    from subscription_rows
    left join identities on subscription_rows.person_key = identities.person_key
    left join campuses on subscription_rows.campus_key = campuses.spelling_key
    left join tracks on subscription_rows.track_key = tracks.spelling_key
    left join schedules
        on coalesce(subscription_rows.product_schedule, '') = coalesce(schedules.spelling, '')
),

-- Of several rows for one subscription: the one with a diploma, then further progress, later end.
ranked as (
    select
        *,
        row_number() over best_first as choice,
        first_value(content) over best_first as kept_content
    from identified
    window best_first as (
        partition by subscription_id
        order by
            case when has_diploma then 0 else 1 end,
            coalesce(progress, -1) desc,
            coalesce(end_date, cast('0001-01-01' as date)) desc,
            load_id desc,
            source_row desc
    )
),

judged as (
    select
        *,
        case
            when coalesce(student_ref, student_email_text, student_name_text) is null
                then 'subscription_student_missing'
            when choice = 1 then null
            when content = kept_content then 'subscription_exact_copy'
            else 'subscription_conflicting_copy'
        end as dropped_by
    from ranked
),

with_outcome as (
    select
        *,
        {{ row_outcome('dropped_by') }} as outcome
    from judged
)

select * from with_outcome
