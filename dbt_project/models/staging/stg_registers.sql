with

registers as (
    select
        load_id,
        value as headed_by
    from {{ source('staging', 'load_settings') }}
    where setting = 'register'
)

select * from registers
