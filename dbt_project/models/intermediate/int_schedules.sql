with

spellings as (
    select
        product_schedule as spelling,
        {{ schedule_key('product_schedule') }} as schedule_key,
        count(*) as uses
    from {{ ref('int_subscription_rows') }}
    group by product_schedule
),

words as (
    select * from {{ ref('schedule_codes') }}
),

-- A word of the seed first; else a letter with one digit per slot.
understood as (
    select
        spellings.spelling,
        spellings.schedule_key,
        spellings.uses,
        words.schedule_code as word,
        words.schedule_family as word_family,
        words.schedule_slots as word_slots,
        words.schedule_label as word_label,
        case
            when spellings.spelling is null then 'missing'
            when words.spelling is not null then 'word'
            when {{ matches('spellings.schedule_key', '^[a-z][1-9]{1,7}$') }} then 'slots'
            else 'unmapped'
        end as understood_as
    from spellings
    left join words on spellings.schedule_key = words.spelling
),

decided as (
    select
        spelling,
        schedule_key,
        uses,
        case understood_as
            when 'missing' then 'unknown'
            when 'word' then word
            when 'slots' then upper(schedule_key)
            else 'unmapped'
        end as schedule_code,
        case understood_as
            when 'missing' then 'unknown'
            when 'word' then word_family
            when 'slots' then upper(left(schedule_key, 1))
            else 'unmapped'
        end as schedule_family,
        case understood_as
            when 'word' then word_slots
            when 'slots' then length(schedule_key) - 1
        end as schedule_slots,
        case understood_as
            when 'missing' then 'Unknown'
            when 'word' then word_label
            when 'slots'
                then
                    upper(left(schedule_key, 1)) || ', slot '
                    || {{ replace_all('substr(schedule_key, 2)', '([0-9])(?=[0-9])', '\\1 + ') }}
            else 'Not understood'
        end as schedule_label
    from understood
)

select * from decided
