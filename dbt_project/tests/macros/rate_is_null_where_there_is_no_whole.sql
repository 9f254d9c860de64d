-- What is this?        How a share is worked out and rounded.
-- When does it fail?   The macro gives another share for one of these inputs.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        (3, 4, '0.750000'),
        (1, 3, '0.333333'),
        (0, 4, '0.000000'),
        (4, 4, '1.000000'),
        (0, 0, null),
        (null, 4, null),
        (3, null, null)
    ) as cases (part, whole, expected)
)

select
    part,
    whole,
    expected,
    {{ rate('part', 'whole') }} as actual
from inputs
where {{ as_text(rate('part', 'whole')) }} is distinct from expected
