with

groups as (
    select
        *,
        bool_and(is_silent) over (partition by campus) as is_campus_silent
    from {{ ref('int_marked_groups') }}
    where students > 0
),

-- Where all groups of a campus are silent, the campus is named.
places as (
    select
        case when is_campus_silent and campus is not null then campus else group_name end as place,
        min(campus) as campus,
        max(last_marked_on) as last_marked_on,
        max(marked_until) as marked_until,
        count(*) as groups_silent,
        sum(students) as students
    from groups
    where is_silent
    group by case when is_campus_silent and campus is not null then campus else group_name end
),

final as (
    select
        place,
        campus,
        place || ': attendance stops on ' || {{ spoken_date('last_marked_on') }} as what_is_seen,
        last_marked_on,
        {{ days_between('last_marked_on', 'marked_until') }} as days_silent,
        cast(groups_silent as integer) as groups_silent,
        cast(students as integer) as students,
        marked_until
    from places
)

select * from final
