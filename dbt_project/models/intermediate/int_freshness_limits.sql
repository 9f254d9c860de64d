with

settings as (
    select * from {{ ref('stg_school_settings') }}
),

by_default as (
    select
        source_name,
        -- Calls come when somebody has called.
        case when source_name != 'calls' then {{ var('max_age_days') }} end as max_age_days,
        case source_name
            when 'sessions' then {{ var('max_silence_days') }}
            when 'attendance' then {{ var('max_silence_days') }}
            when 'subscriptions' then {{ var('max_days_between_starts') }}
        end as max_silence_days
    from (
        values ('students'), ('sessions'), ('attendance'), ('subscriptions'), ('calls')
    ) as sources (source_name)
),

-- What the school set goes before the variables.
limits as (
    select
        by_default.source_name,
        coalesce(cast(max_age.value as integer), by_default.max_age_days) as max_age_days,
        coalesce(cast(max_silence.value as integer), by_default.max_silence_days)
            as max_silence_days
    from by_default
    left join settings as max_age
        on by_default.source_name = max_age.source_name and max_age.setting = 'max_age'
    left join settings as max_silence
        on
            by_default.source_name = max_silence.source_name
            and max_silence.setting = 'max_silence'
)

select * from limits
