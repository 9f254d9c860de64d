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
        identities.own_email,
        identities.match_method,
        identities.is_id_doubtful,
        campuses.spelling as campus,
        tracks.spelling as track,
        schedules.schedule_code,
        schedules.schedule_family,
        schedules.schedule_slots,
        schedules.schedule_label
    from subscription_rows
    left join identities on subscription_rows.person_key = identities.person_key
    left join campuses on subscription_rows.campus_key = campuses.spelling_key
    left join tracks on subscription_rows.track_key = tracks.spelling_key
    left join schedules
        on coalesce(subscription_rows.product_schedule, '') = coalesce(schedules.spelling, '')
)

select * from identified
