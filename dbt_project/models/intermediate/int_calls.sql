with

calls as (
    select
        *,
        {{ status_key('outcome_text') }} as outcome_key
    from {{ ref('stg_calls') }}
),

students as (
    select student_id as known_id from {{ ref('int_students') }}
    where outcome = 'kept'
),

meanings as (
    select
        {{ status_key('word') }} as outcome_key,
        min(meaning) as meaning
    from {{ ref('call_outcomes') }}
    group by {{ status_key('word') }}
),

with_meaning as (
    select
        calls.*,
        students.known_id,
        coalesce(meanings.meaning, 'unknown') as call_outcome
    from calls
    left join students on calls.student_id = students.known_id
    left join meanings on calls.outcome_key = meanings.outcome_key
),

-- Of several rows for one call that with a note is kept; of equally full ones the latest.
ranked as (
    select
        *,
        row_number() over (
            partition by known_id, called_on, call_outcome
            order by {{ count_nulls(['note']) }}, load_id desc, source_row desc
        ) as choice
    from with_meaning
),

classified as (
    select
        *,
        case
            when known_id is null then 'call_student_unknown'
            when called_on is null then 'call_day_unreadable'
            when choice > 1 then 'call_exact_copy'
        end as dropped_by
    from ranked
),

with_outcome as (
    select
        load_id,
        source_row,
        student_id,
        called_on,
        call_outcome,
        outcome_text,
        note,
        dropped_by,
        {{ row_outcome('dropped_by') }} as outcome
    from classified
)

select * from with_outcome
