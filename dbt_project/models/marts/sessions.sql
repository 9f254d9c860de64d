with

sessions as (
    select * from {{ ref('int_sessions') }}
    where outcome = 'kept'
),

final as (
    select
        session_id,
        date,
        duration,
        module
    from sessions
)

select * from final
