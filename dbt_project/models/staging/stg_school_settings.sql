with

source as (
    select * from {{ source('staging', 'school_settings') }}
),

-- `(empty)` is how school.yml calls an empty cell.
keyed as (
    select
        source as source_name,
        setting,
        case when key = '(empty)' then '' else {{ status_key('key') }} end as status_key,
        value
    from source
)

select * from keyed
