with

loads as (
    select * from {{ ref('int_loads') }}
),

subscriptions as (
    select
        stg_subscriptions.*,
        coalesce(loads.own_day, stg_subscriptions.seen_on) as own_day,
        words.export_status
    from {{ ref('stg_subscriptions') }} as stg_subscriptions
    left join loads on stg_subscriptions.load_id = loads.load_id
    left join {{ ref('int_subscription_words') }} as words
        on stg_subscriptions.status_text = words.status_text
),

countries as (
    select * from {{ ref('country_spellings') }}
),

cleaned as (
    select
        *,
        {{ name_key('student_name') }} as name_key,
        {{ spelling_key('country_text') }} as country_key,
        {{ capitalised('intake_text') }} as intake_name,
        nullif(trim(trailing '* ' from track_text), '') as track_spelling,
        track_text like '%*' as is_track_starred,
        {{ plausible_progress('progress_written') }} as progress,
        {{ real_date('start_date_written') }} as start_date,
        {{ real_date('end_date_written') }} as end_date,
        {{ real_date('diploma_date_written') }} as real_diploma_date,
        {{ real_date('cancelled_date_written') }} as cancelled_on
    from subscriptions
    {{ computed_once() }}
),

-- Nobody gets a diploma before birth, or knows its day years ahead: such a date is none. One that
-- is still to come is no diploma yet, and no "no" either.
dated as (
    select
        *,
        {{ plausible_birth_date('birth_date_written', 'coalesce(start_date, own_day)') }}
            as birth_date,
        {{ year_month('start_date') }} as intake,
        case
            when real_diploma_date < birth_date_written then null
            when real_diploma_date > own_day + {{ var('diploma_days_ahead') }} then null
            else real_diploma_date
        end as diploma_date,
        (end_date_text is not null and end_date_written is null)
        or (
            status_text is null
            and cancelled_date_text is not null
            and cancelled_date_written is null
        ) as is_end_unreadable,
        progress_text is not null and progress is null as is_progress_unreadable,
        (
            has_diploma is null
            and (
                has_diploma_text is not null
                or (diploma_date_text is not null and diploma_date_written is null)
            )
        )
        or coalesce(real_diploma_date > own_day and coalesce(has_diploma, true), false)
            as is_diploma_unreadable
    from cleaned
),

with_country as (
    select
        dated.*,
        lower(dated.track_spelling) as track_key,
        lower(dated.campus_spelling) as campus_key,
        countries.country_code,
        countries.country_name,
        {{ fingerprint([
            'dated.student_ref',
            value_or_text('dated.student_email', 'dated.student_email_text'),
            'dated.name_key',
            'dated.birth_date',
        ]) }} as person_key
    from dated
    left join countries on dated.country_key = countries.spelling
)

select * from with_country
