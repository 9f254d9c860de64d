-- What is this?        Spellings of ProductSchedule that neither the rule nor the seed understands.
-- When does it fail?   An export brings a new one; its rows stay in the marts as `unmapped`.
-- What to do?          Add the line it returns, completed, to dbt_project/seeds/schedule_codes.csv.

-- 2026-11-22, data team: a warning, because customers' and places' names in this column are normal.
{{ config(severity='warn', store_failures_as='view', schema='intermediate') }}

select
    spelling,
    uses,
    {{ csv_cell('schedule_key') }} || ',CODE,family,1,Label' as seed_line_to_add,
    'dbt_project/seeds/schedule_codes.csv' as seed_file
from {{ ref('int_schedules') }}
where schedule_code = 'unmapped'
