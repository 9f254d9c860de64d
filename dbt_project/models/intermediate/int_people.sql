{%- set person = 'person_key, student_ref, student_email, name_key, birth_date' -%}
{%- set is_own = 'not emails.is_shared'
    ~ ' and (not named.is_gone or coalesce(named.name_key = emails.name_key, true))' -%}
with

-- Every way in which subscriptions name a person; what is gone from the export contradicts nobody.
named as (
    select
        {{ person }},
        bool_and(gone_on is not null) as is_gone
    from {{ ref('int_subscription_rows') }}
    group by {{ person }}
),

students as (
    select * from {{ ref('int_students') }}
    where outcome = 'kept'
),

bearers as (
    select
        email,
        student_id,
        name_key,
        cast(null as date) as birth_date
    from students
    union all
    select
        student_email as email,
        null as student_id,
        name_key,
        birth_date
    from named
    where not is_gone
),

-- An address of a family or an office has several bearers: it settles nobody.
emails as (
    select
        email,
        min(student_id) as student_id,
        min(name_key) as name_key,
        greatest(
            count(distinct student_id), count(distinct name_key), count(distinct birth_date)
        ) > 1 as is_shared
    from bearers
    where email is not null
    group by email
),

-- What is gone bears an address only under the name that still does.
looked_up as (
    select
        named.*,
        students.student_id as student_by_id,
        case when {{ is_own }} then emails.student_id end as student_by_email,
        case when {{ is_own }} then emails.email end as own_email,
        coalesce(emails.is_shared, false) as is_email_shared,
        {{ likeness('named', 'student_email', 'students', 'email') }} as likeness
    from named
    left join students on named.student_ref = students.student_id
    left join emails on named.student_email = emails.email
),

-- Ids none of which is known, or most of them (three or more) of people with other names, are of
-- another system; so is a single one of somebody else.
with_ids as (
    select
        *,
        are_ids_ours and likeness != 'alike' as is_id_doubtful,
        are_ids_ours and coalesce(likeness != 'somebody else', true) as has_id
    from (
        select
            *,
            student_ref is not null
            and count(student_by_id) over () > 0
            and greatest(count(case when likeness = 'alike' then 1 end) over (), 2)
            >= count(case when likeness != 'alike' then 1 end) over () as are_ids_ours
        from looked_up
    ) as counted
),

-- An id that nobody has settles that it is nobody we know.
settled as (
    select
        {{ person }},
        case
            when has_id and student_by_id is not null then 'id'
            when has_id then 'id_unknown'
            when student_by_email is not null then 'email'
        end as settled_by,
        case when has_id then student_by_id else student_by_email end as student_id,
        case when not has_id then own_email end as own_email,
        coalesce(is_id_doubtful, false) as is_id_doubtful,
        is_email_shared,
        is_gone
    from with_ids
)

select * from settled
