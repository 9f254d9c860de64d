with

settings as (
    select * from {{ ref('stg_school_settings') }}
    where setting = 'accepted'
),

-- Under the name by which verdict_rules calls it, whatever the blanks and the case.
final as (
    select
        source_name,
        status_key as subject_key,
        max(cast(value as date)) as accepted_until
    from settings
    group by source_name, status_key
)

select * from final
