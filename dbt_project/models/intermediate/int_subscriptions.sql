with

-- Of what the newest export no longer has, only what is not there again in other words.
identified as (
    select identified.*
    from {{ ref('int_identified_subscriptions') }} as identified
    left join {{ ref('int_corrected_subscriptions') }} as corrected
        on
            identified.load_id = corrected.load_id and identified.source_row = corrected.source_row
    where corrected.load_id is null
),

-- The first digits, of what everybody may read, decide ties alike under every key.
keyed as (
    select
        *,
        left(md5({{ fingerprint(['track_key', 'campus_key', 'cohort', 'intake_name']) }}), 8)
        || {{ keyed_digest(fingerprint([
            subscriber(), 'track_key', 'campus_key', 'cohort', 'intake_name',
            value_or_text('start_date', 'start_date_text'),
        ])) }} as subscription_id
    from identified
),

counted as (
    select
        *,
        count(*) over (partition by subscription_id) as copies
    from keyed
),

-- What else a row says matters where there are several.
with_content as (
    select
        *,
        case
            when copies > 1
                then {{ keyed_digest(fingerprint([
                    'student_ref', value_or_text('student_email', 'student_email_text'), 'name_key',
                    value_or_text('birth_date', 'birth_date_text'), 'student_gender',
                    'professional_experience', 'industry',
                    value_or_text('country_code', 'country_text'),
                    "coalesce(nullif(schedule_code, 'unmapped'), product_schedule)",
                    'instructor_name', value_or_text('instructor_email', 'instructor_email_text'),
                    'instructor_diploma', value_or_text('end_date', 'end_date_text'),
                    value_or_text('progress', 'progress_text'),
                    value_or_text('has_diploma', 'has_diploma_text'),
                    value_or_text('diploma_date', 'diploma_date_text'),
                    'status_text', value_or_text('cancelled_on', 'cancelled_date_text'),
                ])) }}
        end as content
    from counted
),

-- Of several rows: the one with a diploma, then one that ended early, more progress, the later end.
ranked as (
    select
        *,
        row_number() over best_first as choice,
        first_value(content) over best_first as kept_content
    from with_content
    window best_first as (
        partition by subscription_id
        order by
            gone_on desc nulls first,
            case when has_diploma or export_status = 'completed' then 0 else 1 end,
            ({{ ended_early('export_status') }} or cancelled_on is not null) desc,
            coalesce(progress, -1) desc,
            coalesce(end_date, cast('0001-01-01' as date)) desc,
            load_id desc,
            source_row desc
    )
),

classified as (
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

-- A row that is gone is told apart from those of the export; of several the last one speaks.
with_outcome as (
    select
        *,
        case
            when gone_on is null then {{ row_outcome('dropped_by') }}
            else 'gone'
        end as outcome
    from classified
    where gone_on is null or dropped_by is null
)

select * from with_outcome
