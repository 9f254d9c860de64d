-- What is this?        Text as it is written into a cell of a seed.
-- When does it fail?   The macro writes one of these inputs otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('acme bank', 'acme bank'),
        ('annex b, 2nd floor', '"annex b, 2nd floor"'),
        ('the "old" annex', '"the ""old"" annex"'),
        (null, null)
    ) as cases (input, expected)
)

select
    input,
    expected,
    {{ csv_cell('input') }} as actual
from inputs
where {{ csv_cell('input') }} is distinct from expected
