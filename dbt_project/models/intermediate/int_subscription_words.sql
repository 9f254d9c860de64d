with

words as (
    select
        status_text,
        {{ status_key('status_text') }} as status_key
    from (
        select distinct {{ clean_text('written') }} as status_text
        from (
            select distinct subscriptionstatus as written
            from {{ ref('stg_subscription_exports') }}
            where subscriptionstatus is not null
        ) as spellings
    ) as cleaned
    where status_text is not null
),

meanings as (
    {{ word_meanings('subscriptions', 'subscription_statuses') }}
),

with_meaning as (
    select
        words.status_text,
        coalesce(meanings.meaning, 'unknown') as export_status
    from words
    left join meanings on words.status_key = meanings.status_key
)

select * from with_meaning
