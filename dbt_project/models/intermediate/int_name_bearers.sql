with

students as (
    select
        student_id,
        email,
        name_key
    from {{ ref('int_students') }}
    where outcome = 'kept' and name is not null
),

-- The students' export has no birth dates: some are known from subscriptions that an id or an
-- e-mail settled.
birth_dates as (
    select
        student_id,
        min(birth_date) as birth_date
    from {{ ref('int_people') }}
    where student_id is not null and birth_date is not null and is_gone is not true
    group by student_id
    having count(distinct birth_date) = 1
),

bearers as (
    select
        students.name_key,
        students.student_id,
        students.email,
        birth_dates.birth_date,
        count(*) over (
            partition by students.name_key, birth_dates.birth_date
        ) as bearers_born_then
    from students
    left join birth_dates on students.student_id = birth_dates.student_id
)

select * from bearers
