with

-- Every way in which subscriptions name a person.
named as (
    select distinct
        person_key,
        student_ref,
        student_email,
        name_key,
        birth_date
    from {{ ref('int_subscription_rows') }}
),

students as (
    select * from {{ ref('students') }}
),

emails as (
    select
        email,
        count(*) as owners,
        case when count(*) = 1 then min(student_id) end as student_id
    from students
    where email is not null
    group by email
),

-- An id, or an e-mail that one student has, settles who someone is. An id that nobody has settles
-- that it is nobody we know.
settled as (
    select
        named.*,
        case
            when students.student_id is not null then 'id'
            when named.student_ref is not null then 'id_unknown'
            when emails.student_id is not null then 'email'
        end as settled_by,
        coalesce(
            students.student_id,
            case when named.student_ref is null then emails.student_id end
        ) as student_id,
        coalesce(emails.owners > 1, false) as is_email_shared
    from named
    left join students on named.student_ref = students.student_id
    left join emails on named.student_email = emails.email
)

select * from settled
