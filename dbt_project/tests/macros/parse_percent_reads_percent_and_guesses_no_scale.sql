-- What is this?        The spellings of progress that are read, and those that are not guessed.
-- When does it fail?   The macro reads one of these inputs otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('95.04%', '0.9504'),
        ('95,04 %', '0.9504'),
        ('0%', '0'),
        ('100%', '1'),
        ('137%', '1.37'),
        ('-5%', '-0.05'),
        ('95.04', '0.9504'),
        ('0', '0'),
        ('0.95', null),
        ('1', null),
        ('1,234.5%', null),
        ('NaN', null),
        ('1e3%', null),
        ('done', null),
        (null, null)
    ) as cases (input, expected)
)

select
    input,
    expected,
    {{ parse_percent('input') }} as actual
from inputs
where {{ parse_percent('input') }} is distinct from cast(expected as numeric)
