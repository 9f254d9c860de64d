with

subscriptions as (
    select
        load_id,
        source_row,
        {{ subscriber() }} as subscriber,
        concat_ws(' | ', track_key, campus_key, cohort) as class_key,
        start_date,
        end_date,
        student_ref,
        student_email,
        birth_date,
        name_key,
        gone_on,
        first_load_id
    from {{ ref('int_identified_subscriptions') }}
),

gone as (
    select * from subscriptions
    where gone_on is not null
),

-- What was seen later, of the same person in the same class from a day on that the former covers.
other_start as (
    select
        gone.load_id,
        gone.source_row
    from gone
    inner join subscriptions as later
        on gone.subscriber = later.subscriber and gone.class_key = later.class_key
    where
        (later.gone_on is null or later.load_id > gone.load_id)
        and later.start_date <= coalesce(gone.end_date, cast('9999-12-31' as date))
),

-- A new one of the same class and day whose person has something in common with the former.
other_name as (
    select
        gone.load_id,
        gone.source_row
    from gone
    inner join subscriptions as later
        on gone.class_key = later.class_key and gone.start_date = later.start_date
    where
        (later.gone_on is null or later.load_id > gone.load_id)
        and later.first_load_id > gone.load_id
        and (
            gone.student_ref = later.student_ref
            or gone.student_email = later.student_email
            or gone.birth_date = later.birth_date
            or {{ shares_a_word('gone.name_key', 'later.name_key') }}
        )
),

-- A new one of the same person that began on the same day: its group or track was renamed.
other_class as (
    select
        gone.load_id,
        gone.source_row
    from gone
    inner join subscriptions as later
        on gone.subscriber = later.subscriber and gone.start_date = later.start_date
    where
        (later.gone_on is null or later.load_id > gone.load_id)
        and later.first_load_id > gone.load_id
),

corrected as (
    select * from other_start
    union
    select * from other_name
    union
    select * from other_class
)

select * from corrected
