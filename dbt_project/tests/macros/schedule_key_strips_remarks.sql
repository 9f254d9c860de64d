-- What is this?        What is taken from a schedule before it is looked up.
-- When does it fail?   The macro reads one of these inputs otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('W1', 'w1'),
        ('w 1', 'w1'),
        ('W23', 'w23'),
        ('W1.', 'w1'),
        ('"N4"', 'n4'),
        ('F2 (expR)', 'f2'),
        ('N2 - Exp', 'n2'),
        ('n 2 – evening', 'n2'),
        ('Morning - remote.', 'morning'),
        ('W1 - W2', 'w1 - w2'),
        ('Half-Day', 'half-day'),
        ('MORNING', 'morning'),
        ('Afternoon +', 'afternoon'),
        ('Night exp', 'night'),
        ('Full Day', 'full day'),
        ('Acme Bank', 'acme bank'),
        ('=HYPERLINK(1) N2', 'hyperlink n2'),
        ('- +n2', 'n2'),
        (null, null)
    ) as cases (input, expected)
)

select
    input,
    expected,
    {{ schedule_key('input') }} as actual
from inputs
where {{ schedule_key('input') }} is distinct from expected
