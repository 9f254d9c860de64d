-- What is this?        Dates with the day of the week before them.
-- When does it fail?   The macro leaves something else of one of these inputs.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('lundi 04/05/2026', '04/05/2026'),
        ('Lun. 04/05/2026 10:30', '04/05/2026 10:30'),
        ('MAR 2026-05-05', '2026-05-05'),
        ('Monday, 5/4/26', '5/4/26'),
        ('Thurs.05.05.2026', '05.05.2026'),
        ('الاثنين 04/05/2026', '04/05/2026'),
        ('يوم الأحد 03/05/2026', '03/05/2026'),
        ('mar 5 2026', 'mar 5 2026'),
        ('mardi 5 mai 2026', 'mardi 5 mai 2026'),
        ('Groupe 04/05/2026', 'Groupe 04/05/2026'),
        ('04/05/2026', '04/05/2026'),
        (null, null)
    ) as cases (input, expected)
)

select
    input,
    expected,
    {{ without_weekday('input') }} as actual
from inputs
where {{ without_weekday('input') }} is distinct from expected
