-- What is this?        The spellings of progress that are read, and those that are not guessed.
-- When does it fail?   The macro reads one of these inputs otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('95.04%', null, '0.9504'),
        ('95,04 %', 'fraction', '0.9504'),
        ('0%', null, '0'),
        ('100%', 'percent', '1'),
        ('137%', null, '1.37'),
        ('-5%', null, '-0.05'),
        ('95.04', null, '0.9504'),
        ('0', null, '0'),
        ('0', 'fraction', '0'),
        ('0.95', null, null),
        ('1', null, null),
        ('0,95', 'fraction', '0.95'),
        ('1', 'fraction', '1'),
        ('1.5', 'fraction', '1.5'),
        ('1', 'percent', '0.01'),
        ('0.95', 'percent', null),
        ('1,234.5%', null, null),
        ('12.3456789012345%', null, '0.123456789012345'),
        ('0.30000000000000004', 'fraction', '0.30000000000000004'),
        ('1e-05', 'fraction', '0.00001'),
        ('NaN', 'fraction', null),
        ('1e3%', null, null),
        ('done', 'percent', null),
        (null, 'percent', null)
    ) as cases (input, progress_scale, expected)
)

select
    input,
    progress_scale,
    expected,
    {{ parse_percent('input', 'progress_scale') }} as actual
from inputs
where {{ parse_percent('input', 'progress_scale') }} is distinct from {{ exact_number('expected') }}
