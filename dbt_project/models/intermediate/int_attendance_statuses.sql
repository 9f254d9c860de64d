with

words as (
    select
        load_id,
        status_text,
        {{ status_key('status_text') }} as status_key
    from {{ ref('stg_attendance_statuses') }}
    group by load_id, status_text
),

meanings as (
    {{ word_meanings('attendance', 'attendance_statuses', also=['status']) }}
),

-- A log without any status holds who came. In one with a status, an empty one says nothing.
with_meaning as (
    select
        words.load_id,
        words.status_text,
        lower(coalesce(meanings.status, words.status_text)) as status,
        case
            when bool_and(words.status_text is null) over (partition by words.load_id)
                then 'attended'
            else coalesce(meanings.meaning, 'unknown')
        end as counts_as
    from words
    left join meanings on coalesce(words.status_key, '') = meanings.status_key
)

select * from with_meaning
