-- How many different students does each module have?
with modules as (
    select distinct sessions.module
    from marts.sessions as sessions
),

answer as (
    select
        modules.module,
        module_engagement.students_recorded as students
    from modules
    inner join marts.module_engagement as module_engagement
        on coalesce(modules.module, 'Unknown') = module_engagement.module
)

select *
from answer
order by module collate "C"
