{%- set good_of_all -%}
    {{ thousands('judged.rows_good') }} || ' of ' || {{ thousands('judged.rows_there') }}
{%- endset -%}

with

judged as (
    select
        *,
        {{ status_key('subject') }} as subject_key
    from {{ ref('int_verdict_shares') }}
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
        case
            when judged.rule = 'age'
                then
                    'the data of ' || judged.source_name || ' is young enough until '
                    || judged.green_until
            when judged.rows_there = 0 and judged.rule = 'used'
                then judged.source_name || ' was never loaded'
            when judged.rows_there = 0 then judged.subject || ': there is nothing to count'
            when judged.rule = 'used'
                then {{ good_of_all }} || ' rows of ' || judged.source_name || ' are used'
            when judged.rule = 'figure'
                then
                    judged.subject || ': ' || {{ good_of_all }} || ' can be judged; '
                    || {{ thousands('judged.rows_there - judged.rows_good') }} || ' cannot'
            when judged.rule = 'there'
                then
                    {{ good_of_all }} || ' subscriptions that have not ended are in the newest '
                    || 'export; ' || {{ thousands('judged.rows_there - judged.rows_good') }}
                    || ' are gone'
            else
                judged.subject || ' of ' || judged.source_name || ': ' || {{ good_of_all }}
                || case judged.rule
                    when 'mapped' then ' have a known meaning'
                    when 'filled' then ' are filled in' else ' can be read'
                end
        end as finding,
        case
            when judged.rule = 'mapped'
                then 'The data team: say what the words mean (make inspect, or dbt_project/seeds)'
            else 'Whoever exports ' || case
                when judged.rule = 'age' then judged.source_name || ': export it again'
                when judged.rule = 'readable'
                    then
                        judged.source_name || ': see data_quality_issues; where all are written '
                        || 'alike, the data team declares it (make inspect)'
                when judged.rule = 'there'
                    then
                        'subscriptions: export all of them; where it leaves out who left, say so '
                        || '(gone_means: lost in school.yml)'
                when judged.rule = 'filled'
                    then
                        'subscriptions: add the ' || judged.subject || '; where nobody has it, '
                        || 'accept that until a day (accepted: {' || judged.subject
                        || ': 2030-12-31} in school.yml)'
                when judged.subject = 'churn rate'
                    then 'subscriptions: complete dates, progress and diploma'
                when judged.subject = 'enrolled students' then 'subscriptions: add the student id'
                when judged.subject = 'hours attended' then 'sessions: add the duration'
                when judged.subject = 'attendance rate' then 'sessions: add the date'
                when judged.subject = 'students at risk'
                    then 'attendance: add the sessions of every group'
                else judged.source_name || ': see data_quality_issues and rejected_records'
            end
        end as who_mends,
        {{ as_of_date() }} as as_of_date
    from judged
    left join accepted
        on judged.source_name = accepted.source_name and judged.subject_key = accepted.subject_key
)

select * from final
