with

students as (
    select
        *,
        {{ fingerprint(
            ['name', value_or_text('email', 'email_text'), value_or_text('phone', 'phone_text')]
        ) }} as content
    from {{ ref('stg_students') }}
),

-- Of several rows for one id the fullest is kept; of equally full ones the latest.
ranked as (
    select
        *,
        row_number() over best_first as choice,
        first_value(content) over best_first as kept_content
    from students
    window best_first as (
        partition by student_id
        order by {{ count_nulls(['name', 'email', 'phone']) }}, load_id desc, source_row desc
    )
),

classified as (
    select
        *,
        case
            when student_id is null then 'student_id_missing'
            when choice = 1 then null
            when content = kept_content then 'student_exact_copy'
            else 'student_conflicting_copy'
        end as dropped_by
    from ranked
),

with_outcome as (
    select
        load_id,
        source_row,
        student_id,
        name,
        {{ name_key('name') }} as name_key,
        email,
        email_text,
        phone,
        phone_text,
        dropped_by,
        {{ row_outcome('dropped_by') }} as outcome
    from classified
    {{ computed_once() }}
),

-- Two ids with one name and one e-mail are one person twice: listed, never merged.
with_twins as (
    select
        *,
        outcome = 'kept'
        and name_key is not null
        and email is not null
        and count(case when outcome = 'kept' then 1 end) over (partition by name_key, email) > 1
            as has_twin
    from with_outcome
)

select * from with_twins
