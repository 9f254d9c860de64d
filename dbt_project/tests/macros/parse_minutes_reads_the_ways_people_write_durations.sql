-- What is this?        The spellings of durations that are read, and those that are not guessed.
-- When does it fail?   The macro reads one of these inputs otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('90', '90'),
        ('90 min', '90'),
        ('90min.', '90'),
        ('90 Minutes', '90'),
        ('90.0', '90'),
        ('90.5', null),
        ('0', '0'),
        ('-5', '-5'),
        ('1h30', '90'),
        ('1 h 30 min', '90'),
        ('2 hours', '120'),
        ('2h', '120'),
        ('1:05', '65'),
        ('1:75', null),
        ('1.5 h', null),
        ('0x1F', null),
        ('99999999999999999999', null),
        ('long', null),
        (null, null)
    ) as cases (input, expected)
)

select
    input,
    expected,
    {{ parse_minutes('input') }} as actual
from inputs
where {{ parse_minutes('input') }} is distinct from cast(expected as integer)
