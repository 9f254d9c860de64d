with

-- Every way in which subscriptions name a person.
people as (
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
        min(student_id) as student_id
    from students
    where email is not null
    group by email
    having count(*) = 1
),

-- A name tells who someone is only where one student bears it and all its subscriptions can be
-- one person's.
student_names as (
    select
        {{ name_key('name') }} as name_key,
        min(student_id) as student_id,
        min(email) as email,
        count(*) as bearers
    from students
    where name is not null
    group by {{ name_key('name') }}
),

subscription_names as (
    select
        name_key,
        count(distinct birth_date) as birth_dates,
        count(distinct student_email) as student_emails
    from people
    group by name_key
),

evidence as (
    select
        people.*,
        students.student_id as student_by_id,
        emails.student_id as student_by_email,
        student_names.student_id as student_by_name,
        student_names.bearers > 1
        or subscription_names.birth_dates > 1
        or subscription_names.student_emails > 1 as is_name_ambiguous,
        people.student_email != student_names.email as is_name_contradicted
    from people
    left join students on people.student_ref = students.student_id
    left join emails on people.student_email = emails.email
    left join student_names on people.name_key = student_names.name_key
    left join subscription_names on people.name_key = subscription_names.name_key
),

-- By id, else by e-mail, else by name. An unknown id, or an e-mail that is another's, speaks
-- against the name.
matched as (
    select
        *,
        case
            when student_by_id is not null then 'id'
            when student_ref is not null then 'id_unknown'
            when student_by_email is not null then 'email'
            when student_by_name is null then 'unmatched'
            when is_name_ambiguous then 'ambiguous'
            when is_name_contradicted then 'contradictory'
            else 'name'
        end as match_method
    from evidence
),

linked as (
    select
        person_key,
        match_method,
        case match_method
            when 'id' then student_by_id
            when 'email' then student_by_email
            when 'name' then student_by_name
        end as student_id
    from matched
)

select * from linked
