{%- set person = 'person_key, student_ref, student_email, name_key, birth_date' -%}

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
        emails.student_id as student_by_email,
        emails.email as own_email,
        coalesce(shared.is_shared, false) as is_email_shared,
        {{ shares_a_word('named.name_key', 'students.name_key') }}
        or named.student_email = students.email as is_alike,
        named.name_key ~ '[a-z]' = students.name_key ~ '[a-z]' as is_comparable
    from named
    left join students on named.student_ref = students.student_id
    left join emails as shared on named.student_email = shared.email
    left join emails
        on
            named.student_email = emails.email and not emails.is_shared
            and (not named.is_gone or coalesce(named.name_key = emails.name_key, true))
),

-- Ids none of which is known, or most of them (three or more) of people with other names, are of
-- another system.
with_ids as (
    select
        *,
        student_ref is not null
        and count(student_by_id) over () > 0
        and greatest(count(*) filter (where is_alike) over (), 2)
        >= count(*) filter (where is_comparable and is_alike is not true) over () as has_id
    from looked_up
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
        is_email_shared,
        is_gone
    from with_ids
)

select * from settled
