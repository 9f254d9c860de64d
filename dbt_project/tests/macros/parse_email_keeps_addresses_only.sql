-- What is this?        Texts that can be an e-mail address, and texts that cannot.
-- When does it fail?   The macro reads one of these inputs otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('ADA@Example.org', 'ada@example.org'),
        ('a.b+c@mail.example.org', 'a.b+c@mail.example.org'),
        ('ada@', null),
        ('ada.example.org', null),
        ('ada@example', null),
        ('ada byron@example.org', null),
        ('ada@example.org; bo@example.org', null),
        (null, null)
    ) as cases (input, expected)
)

select
    input,
    expected,
    {{ parse_email('input') }} as actual
from inputs
where {{ parse_email('input') }} is distinct from expected
