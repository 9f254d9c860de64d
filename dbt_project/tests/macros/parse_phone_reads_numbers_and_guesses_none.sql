-- What is this?        Texts that are telephone numbers, and texts that are none.
-- When does it fail?   The macro reads one of these inputs otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('+216 22 345 678', '+21622345678'),
        ('0021622345678', '+21622345678'),
        ('+33 (0)6 12 34 56 78', '+33612345678'),
        ('06.12.34.56.78', '0612345678'),
        ('(022) 345-678', '022345678'),
        ('21622345678.0', '21622345678'),
        ({{ text_literal("'+216 22 345 678") }}, '+21622345678'),
        ('22 345 678 / 98 765 432', '22345678'),
        ('+٢١٦ ٢٢ ٣٤٥ ٦٧٨', '+21622345678'),
        ('{{ "\u202a+216 22 345 678\u202c" }}', '+21622345678'),
        ('2.1622E+10', null),
        ('+0216 22 345 678', null),
        ('12345', null),
        ('+1234567890123456', null),
        ('22 345 678 ext. 4', null),
        ('javascript:alert(1)', null),
        ('=1234567', null),
        (null, null)
    ) as cases (input, expected)
)

select
    input,
    expected,
    {{ parse_phone('input') }} as actual
from inputs
where {{ parse_phone('input') }} is distinct from expected
