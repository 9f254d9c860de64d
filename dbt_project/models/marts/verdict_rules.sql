with

judged as (
    select * from {{ ref('int_verdict_shares') }}
),

accepted as (
    select * from {{ ref('int_accepted_lacks') }}
),

final as (
    select
        -- key
        judged.source_name,
        judged.rule,
        judged.subject,

        -- whether it holds
        judged.colour,
        cast(judged.colour = 'green' as integer) as holds,
        case when judged.colour = 'green' then 'holds' else 'does not hold' end as holds_label,
        judged.green_until,
        judged.amber_until,
        accepted.accepted_until,

        -- on what it rests
        judged.rows_there,
        judged.rows_good,
        judged.share,
        judged.least_share,

        -- in words
        {{ verdict_finding() }} as finding,
        {{ verdict_who() }} as who_mends,
        {{ as_of_date() }} as as_of_date
    from judged
    left join accepted
        on
            judged.source_name = accepted.source_name
            and {{ status_key('judged.subject') }} = accepted.subject_key
)

select * from final
