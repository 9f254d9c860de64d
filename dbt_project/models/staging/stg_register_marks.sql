with

registers as (
    select * from {{ source('staging', 'raw_attendance') }}
    where {{ in_force('attendance', is_register=true) }}
),

cells as (
    select
        registers.*,
        registers.{{ adapter.quote('group') }} as group_name,
        unpivoted.key as source_column,
        unpivoted.value as cell
    from registers
    cross join lateral {{ cells_of('registers._extra') }} as unpivoted (key, value)
),

-- What heads a column of marks: the id of a session, or its date and maybe more.
columns as (
    select
        load_id,
        column_name,
        max(case when setting = 'mark_session' then value end) as session_id,
        max(case when setting = 'mark_date' then value end) as session_date,
        max(case when setting = 'mark_name' then value end) as behind
    from {{ source('staging', 'load_settings') }}
    where setting in ('mark_session', 'mark_date', 'mark_name')
    group by load_id, column_name
),

-- Behind a date there may be anything: it counts where it is a group or a module of a session.
names as (
    select
        {{ spelling_key('group_text') }} as name_key,
        true as is_group
    from {{ ref('stg_sessions') }}
    union
    select
        {{ spelling_key('module_spelling') }} as name_key,
        false as is_group
    from {{ ref('stg_sessions') }}
),

marks as (
    select
        cells._load_id,
        cells._source_row,
        cells.source_column,
        cells.student_id,
        cells.student_email,
        columns.session_id,
        columns.session_date,
        case when groups.name_key is null then cells.group_name else columns.behind end
            as group_name,
        case when modules.name_key is null then cells.module else columns.behind end as module,
        cells.cell as status
    from cells
    inner join columns
        on cells._load_id = columns.load_id and cells.source_column = columns.column_name
    left join names as groups
        on {{ spelling_key('columns.behind') }} = groups.name_key and groups.is_group
    left join names as modules
        on {{ spelling_key('columns.behind') }} = modules.name_key and not modules.is_group
    -- An empty cell is no mark.
    where {{ clean_text('cells.cell') }} is not null
)

select * from marks
