-- What is this?        The spellings of yes and no that are read.
-- When does it fail?   The macro reads one of these inputs otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('TRUE', 'true'),
        ('t', 'true'),
        ('Yes', 'true'),
        ('oui', 'true'),
        ('O', 'true'),
        ('V', 'true'),
        ('N', 'false'),
        ('F', 'false'),
        ('1', 'true'),
        ('False', 'false'),
        ('no', 'false'),
        ('faux', 'false'),
        ('0', 'false'),
        ('نعم', 'true'),
        ('لا', 'false'),
        ('maybe', null),
        ('2', null),
        (null, null)
    ) as cases (input, expected)
)

select
    input,
    expected,
    {{ parse_boolean('input') }} as actual
from inputs
where {{ parse_boolean('input') }} is distinct from cast(expected as boolean)
