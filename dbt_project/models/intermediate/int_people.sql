with

-- Every way in which subscriptions name a person; what is gone from the export contradicts nobody.
named as (
    select
        person_key,
        student_ref,
        student_email,
        name_key,
        birth_date,
        bool_and(gone_on is not null) as is_gone
    from {{ ref('int_subscription_rows') }}
    group by person_key, student_ref, student_email, name_key, birth_date
),

students as (
    select
        student_id,
        email,
        name_key
    from {{ ref('int_students') }}
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
        count(distinct student_id) > 1
        or count(distinct name_key) > 1
        or count(distinct birth_date) > 1 as is_shared
    from bearers
    where email is not null
    group by email
),

-- Ids none of which is known are those of another system: they say nothing of who someone is.
looked_up as (
    select
        named.*,
        students.student_id as student_by_id,
        case when not emails.is_shared then emails.student_id end as student_by_email,
        coalesce(emails.is_shared, false) as is_email_shared,
        named.student_ref is not null
        and count(students.student_id) over () > 0 as has_id
    from named
    left join students on named.student_ref = students.student_id
    left join emails on named.student_email = emails.email
),

-- An id that nobody has settles that it is nobody we know.
settled as (
    select
        person_key,
        student_ref,
        student_email,
        name_key,
        birth_date,
        case
            when student_by_id is not null then 'id'
            when has_id then 'id_unknown'
            when student_by_email is not null then 'email'
        end as settled_by,
        case
            when student_by_id is not null then student_by_id
            when not has_id then student_by_email
        end as student_id,
        is_email_shared,
        is_gone
    from looked_up
)

select * from settled
