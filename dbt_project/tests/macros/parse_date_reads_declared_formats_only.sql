-- What is this?        The spellings of dates that are read, and those that are not guessed.
-- When does it fail?   The macro reads one of these inputs otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('2024-07-24', '2024-07-24'),
        ('2024-07-24 00:00:00', '2024-07-24'),
        ('2024-07-24T00:00:00.000', '2024-07-24'),
        ('7/24/2024', '2024-07-24'),
        ('07/04/2024', '2024-07-04'),
        ('2024-02-29', '2024-02-29'),
        ('12/31/9999', '9999-12-31'),
        ('2023-02-29', null),
        ('2024-04-31', null),
        ('24/7/2024', null),
        ('0000-00-00', null),
        ('2024-13-01', null),
        ('2024-07-24 13:30:00', '2024-07-24'),
        ('2024-07-24T23:59:59', '2024-07-24'),
        ('2024-07-24T00:00:00Z', '2024-07-24'),
        ('2024-07-24 00:00:00+00:00', '2024-07-24'),
        ('2024-07-24 24:00:00', null),
        ('2024-07-24 25:10', null),
        ('2024-07-24T22:00:00Z', null),
        ('2024-07-24T00:00:00+02:00', null),
        ('1/2/03', null),
        ('now', null),
        ('infinity', null),
        ('TBD', null),
        ('٢٠٢٤-٠٧-٢٤', null),
        ('', null),
        (null, null)
    ) as cases (input, expected)
)

select
    input,
    expected,
    {{ parse_date('input') }} as actual
from inputs
where {{ parse_date('input') }} is distinct from cast(expected as date)
