with

words as (
    select
        load_id,
        status_text,
        {{ status_key('status_text') }} as status_key
    from {{ ref('stg_attendance') }}
    group by load_id, status_text
),

-- Words of two languages may differ in accents only.
known as (
    select
        {{ status_key('word') }} as status_key,
        min(meaning) as meaning,
        min(status) as status
    from {{ ref('attendance_statuses') }}
    group by {{ status_key('word') }}
),

-- What the school says its words mean goes before what everybody's mean.
own_words as (
    select
        status_key,
        max(value) as meaning
    from {{ ref('stg_school_settings') }}
    where source_name = 'attendance' and setting = 'statuses'
    group by status_key
),

-- A log without any status holds who came. In one with a status, an empty one says nothing.
with_meaning as (
    select
        words.load_id,
        words.status_text,
        lower(coalesce(known.status, words.status_text)) as status,
        case
            when bool_and(words.status_text is null) over (partition by words.load_id)
                then 'attended'
            else coalesce(own_words.meaning, known.meaning, 'unknown')
        end as counts_as
    from words
    left join own_words on coalesce(words.status_key, '') = own_words.status_key
    left join known on words.status_key = known.status_key
)

select * from with_meaning
