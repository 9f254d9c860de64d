{%- set last_day = "cast('9999-12-31' as date)" -%}

with

with_former as (
    select
        *,
        lag(concat_ws('|', coalesce(group_name, ''), coalesce(track, ''), country_name)) over (
            partition by student_id
            order by from_day
        ) as former_place
    from {{ ref('int_student_groups') }}
    where is_home
),

-- Most students stay in one place: one row, whatever day it is.
moves as (
    select *
    from with_former
    where
        former_place is null
        or former_place
        != concat_ws('|', coalesce(group_name, ''), coalesce(track, ''), country_name)
),

final as (
    select
        student_id,
        from_day,
        coalesce(
            lead(from_day) over (partition by student_id order by from_day) - 1, {{ last_day }}
        ) as last_day,
        group_name,
        campus,
        cohort,
        track,
        country_code,
        country_name
    from moves
)

select * from final
