-- What is this?        Flags in words, as reports show them.
-- When does it fail?   A macro words one of these otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        (true, 'churned'),
        (false, 'not churned'),
        (cast(null as boolean), 'unknown')
    ) as cases (input, expected)
),

decided as (
    select
        *,
        {{ flag_label('input', 'churned', 'not churned') }} as actual
    from inputs
)

select * from decided
where actual is distinct from expected
