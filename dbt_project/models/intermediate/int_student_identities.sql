with

people as (
    select * from {{ ref('int_people') }}
),

bearers as (
    select * from {{ ref('int_name_bearers') }}
),

-- How many people a name can stand for in the subscriptions: those that nothing else settles, and
-- those that an id or e-mail settles to be somebody else, or nobody we know.
names as (
    select
        name_key,
        count(distinct birth_date) filter (where settled_by is null) as birth_dates,
        count(distinct student_email) filter (where settled_by is null) as student_emails,
        bool_or(settled_by = 'id_unknown') as is_of_a_stranger,
        min(student_id) as first_student_id,
        max(student_id) as last_student_id
    from people
    where is_gone is not true
    group by name_key
),

-- Where a name has one bearer, these are his or hers.
known_names as (
    select
        name_key,
        count(*) as bearers,
        min(student_id) as student_id,
        min(email) as email,
        min(birth_date) as birth_date
    from bearers
    group by name_key
),

born_then as (
    select * from bearers
    where birth_date is not null and bearers_born_then = 1
),

candidates as (
    select
        people.*,
        known_names.student_id as student_by_name,
        born_then.student_id as student_by_birth_date,
        people.student_email != born_then.email as is_birth_date_contradicted,
        known_names.bearers,
        names.birth_dates > 1
        or names.student_emails > 1
        or names.is_of_a_stranger
        or coalesce(known_names.student_id != names.first_student_id, false)
        or coalesce(known_names.student_id != names.last_student_id, false) as is_name_shared,
        people.student_email != known_names.email
        or people.birth_date != known_names.birth_date as is_name_contradicted
    from people
    left join names on people.name_key = names.name_key
    left join known_names on people.name_key = known_names.name_key
    left join born_then
        on people.name_key = born_then.name_key and people.birth_date = born_then.birth_date
),

matched as (
    select
        *,
        case
            when settled_by is not null then settled_by
            when is_birth_date_contradicted then 'contradictory'
            when student_by_birth_date is not null then 'name_and_birth_date'
            when bearers is null and is_email_shared then 'ambiguous'
            when bearers is null then 'unmatched'
            when bearers > 1 then 'ambiguous'
            when is_name_contradicted then 'contradictory'
            when is_name_shared then 'ambiguous'
            else 'name'
        end as match_method
    from candidates
),

linked as (
    select
        person_key,
        own_email,
        is_id_doubtful,
        match_method,
        case
            when match_method in ('id', 'email') then student_id
            when match_method = 'name_and_birth_date' then student_by_birth_date
            when match_method = 'name' then student_by_name
        end as student_id
    from matched
)

select * from linked
