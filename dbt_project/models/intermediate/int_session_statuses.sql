with

words as (
    select
        status_text,
        {{ status_key('status_text') }} as status_key
    from {{ ref('stg_sessions') }}
    where status_text is not null
    group by status_text
),

meanings as (
    {{ word_meanings('sessions', 'session_statuses') }}
),

with_meaning as (
    select
        words.status_text,
        coalesce(meanings.meaning, 'unknown') as meaning
    from words
    left join meanings on words.status_key = meanings.status_key
)

select * from with_meaning
