-- What is this?        What is a key, and what only stands in the place of one.
-- When does it fail?   The macro reads one of these cells otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('0042', '0042'),
        ('''0042', '0042'),
        ('’S1', 'S1'),
        ('٥٠٠٢', '5002'),
        ('ط-۱۲', 'ط-12'),
        ('Total 5', null),
        ('Nombre de lignes : 34', null),
        ('Student 12', 'Student 12'),
        ('Session 12', 'Session 12'),
        ('Cours 12', 'Cours 12'),
        ('Total', null),
        ('TOTAUX', null),
        ('Sous-total', null),
        ('المجموع', null),
        ('student_id', null),
        ('Matricule', null),
        ('#REF!', null),
        ('#N/A', null),
        ('#NAME?', null),
        ('####', null),
        ('#7', '#7'),
        ('1.23E+11', null),
        ('1,5e+12', null),
        ('2E1', '2E1'),
        ('S1.2E+11', 'S1.2E+11'),
        ('ada', 'ada'),
        ('''', null),
        (null, null)
    ) as cases (input, expected)
)

select
    input,
    expected,
    {{ real_key('input') }} as actual
from inputs
where {{ real_key('input') }} is distinct from expected
