with

words as (
    select
        status_text,
        {{ status_key('status_text') }} as status_key
    from (
        select distinct {{ clean_text('"SubscriptionStatus"') }} as status_text
        from {{ ref('stg_subscription_exports') }}
        where "SubscriptionStatus" is not null
    ) as spellings
    where status_text is not null
),

-- Words of two languages may differ in accents only.
known as (
    select
        {{ status_key('word') }} as status_key,
        min(meaning) as meaning
    from {{ ref('subscription_statuses') }}
    group by {{ status_key('word') }}
),

-- What the school says its words mean goes before what everybody's mean.
own_words as (
    select
        status_key,
        max(value) as meaning
    from {{ ref('stg_school_settings') }}
    where source_name = 'subscriptions' and setting = 'statuses'
    group by status_key
),

with_meaning as (
    select
        words.status_text,
        coalesce(own_words.meaning, known.meaning, 'unknown') as export_status
    from words
    left join own_words on words.status_key = own_words.status_key
    left join known on words.status_key = known.status_key
)

select * from with_meaning
