-- What is this?        Numbers written in the digits of Arabic and Persian.
-- When does it fail?   The macro writes one of these inputs otherwise than written here.
-- What to do?          Mend the macro.

with

inputs as (
    select * from (
        values
        ('٢٠/٠٧/٢٠٢٦', '20/07/2026'),
        ('۲۰۲۶-۰۷-۲۰', '2026-07-20'),
        ('٩٧٫٥٪', '97.5%'),
        ('2026-07-20', '2026-07-20'),
        (null, null)
    ) as cases (input, expected)
)

select
    input,
    expected,
    {{ latin_digits('input') }} as actual
from inputs
where {{ latin_digits('input') }} is distinct from expected
