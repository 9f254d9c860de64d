-- What is this?        Spellings of Country that the seed does not know.
-- When does it fail?   An export brings a new one; its rows stay in the marts without a country.
-- What to do?          Add the line it returns, completed, to seeds/country_spellings.csv.

-- 2026-11-22, data team: a warning, because a new country must not stop everyone else's figures.
{{ config(severity='warn', store_failures_as='view', schema='intermediate') }}

select
    country_text as spelling,
    count(*) as uses,
    {{ csv_cell('country_key') }} || ',CODE,Name' as seed_line_to_add,
    'dbt_project/seeds/country_spellings.csv' as seed_file
from {{ ref('int_subscription_rows') }}
where country_text is not null and country_code is null
group by country_text, country_key
