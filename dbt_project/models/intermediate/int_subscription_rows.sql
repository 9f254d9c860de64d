with

loads as (
    select * from {{ ref('int_loads') }}
),

subscriptions as (
    select
        stg_subscriptions.*,
        loads.landed_on
    from {{ ref('stg_subscriptions') }} as stg_subscriptions
    left join loads on stg_subscriptions.load_id = loads.load_id
),

countries as (
    select * from {{ ref('country_spellings') }}
),

cleaned as {{ materialized() }} (
    select
        *,
        {{ name_key('student_name') }} as name_key,
        {{ name_key('country_text') }} as country_key,
        initcap(intake_text) as intake,
        nullif(rtrim(track_text, '* '), '') as track_spelling,
        track_text like '%*' as is_track_starred,
        {{ plausible_birth_date('birth_date_written', 'coalesce(start_date, landed_on)') }}
            as birth_date,
        {{ plausible_progress('progress_written') }} as progress
    from subscriptions
),

with_country as (
    select
        cleaned.*,
        lower(cleaned.track_spelling) as track_key,
        lower(cleaned.campus_spelling) as campus_key,
        countries.country_code,
        countries.country_name,
        {{ fingerprint([
            'cleaned.student_ref',
            value_or_text('cleaned.student_email', 'cleaned.student_email_text'),
            'cleaned.name_key',
            'cleaned.birth_date',
        ]) }} as person_key
    from cleaned
    left join countries on cleaned.country_key = countries.spelling
)

select * from with_country
