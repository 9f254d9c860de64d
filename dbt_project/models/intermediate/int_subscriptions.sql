{%- set content = [
    'subscription_rows.student_ref',
    value_or_text('subscription_rows.student_email', 'student_email_text'),
    'subscription_rows.name_key',
    value_or_text('subscription_rows.birth_date', 'birth_date_text'),
    'student_gender',
    'professional_experience',
    'industry',
    value_or_text('country_code', 'country_text'),
    "coalesce(nullif(schedules.schedule_code, 'unmapped'), product_schedule)",
    'instructor_name',
    value_or_text('instructor_email', 'instructor_email_text'),
    'instructor_diploma',
    value_or_text('end_date', 'end_date_text'),
    value_or_text('progress', 'progress_text'),
    value_or_text('has_diploma', 'has_diploma_text'),
    value_or_text('diploma_date', 'diploma_date_text'),
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
            'track_key',
            'campus_key',
            'cohort',
            'intake',
            value_or_text('start_date', 'start_date_text'),
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
