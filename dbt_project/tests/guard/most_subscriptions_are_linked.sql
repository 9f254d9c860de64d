-- What is this?        Fewer than half of the subscriptions with an id or an address are linked.
-- When does it fail?   Ids are of another system or written in a new way; addresses are shared.
-- What to do?          See the reasons; put the students' ids into the subscription export.

-- 2026-11-28, data team: a warning, because the churn of subscriptions is right without a link.
{{ config(severity='warn') }}

with

named as (
    select
        student_id,
        student_ref,
        match_method
    from {{ ref('int_identified_subscriptions') }}
    where gone_on is null and (student_ref is not null or student_email is not null)
),

reasons as (
    select
        match_method,
        count(*) as uses,
        row_number() over (order by count(*) desc, match_method asc) as place
    from named
    where student_id is null
    group by match_method
),

ids as (
    select
        student_ref as spelled_key,
        count(*) as uses
    from named
    where student_id is null
    group by student_ref
),

counted as (
    select
        count(student_id) as rows_linked,
        count(*) as rows_named
    from named
)

select
    'subscriptions' as source_name,
    counted.rows_linked,
    counted.rows_named,
    'subscriptions linked: ' || {{ thousands('counted.rows_linked') }} || ' of '
    || {{ thousands('counted.rows_named') }} || ' that carry an id or an address; ' || (
        select
            {{ joined_in_order(
                thousands('reasons.uses') ~ " || ' ' || replace(reasons.match_method, '_', ' ')", ', ', 'reasons.place'
            ) }}
        from reasons
        where reasons.place <= 3
    ) || coalesce('; ids: ' || near.how_near, '') as sentence
from counted
cross join {{ unknown_keys('', 'ids', 'stg_students', 'student_id') }} as near
where
    counted.rows_linked < 0.5 * counted.rows_named
    and exists (select 1 from {{ ref('stg_students') }})
