-- What is this?        The spellings of dates that are read, and those that are not guessed.
-- When does it fail?   The macro reads one of these inputs otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        -- the same in any order
        ('2024-07-24', null, '2024-07-24'),
        ('2024-07-24', 'day_first', '2024-07-24'),
        ('2024/07/04', 'day_first', '2024-07-04'),
        ('2024-7-4', 'month_first', '2024-07-04'),
        ('2024-07-24 00:00:00', 'iso', '2024-07-24'),
        ('2024-07-24T00:00:00.000', 'iso', '2024-07-24'),
        ('2024-02-29', 'iso', '2024-02-29'),
        ('2023-02-29', 'iso', null),
        ('2024-04-31', 'iso', null),
        ('0000-00-00', 'iso', null),
        ('2024-13-01', 'day_first', null),
        ('2024-07-24 13:30:00', 'iso', '2024-07-24'),
        ('2024-07-24T23:59:59', 'iso', '2024-07-24'),
        ('2024-07-24T00:00:00Z', 'iso', '2024-07-24'),
        ('2024-07-24 00:00:00+00:00', 'iso', '2024-07-24'),
        ('2024-07-24 24:00:00', 'iso', null),
        ('2024-07-24 25:10', 'iso', null),
        ('2024-02-30T22:00:00Z', 'iso', null),
        ('2024-07-24T25:00:00Z', 'iso', null),
        ('24.07.2024 00:00:00Z', 'day_first', '2024-07-24'),
        ('5/5/2026', 'iso', '2026-05-05'),
        ('05.05.2026 10:30', null, '2026-05-05'),
        ('5/5/26', 'iso', null),
        ('13/13/2026', 'iso', null),
        ('45497', 'iso', '2024-07-24'),
        ('45497.5', 'day_first', '2024-07-24'),
        ('19999', 'iso', null),
        ('80000', 'iso', null),
        ('5 mai 2026', 'month_first', '2026-05-05'),
        ('1er février 2026', 'iso', '2026-02-01'),
        ('mardi 5 mai 2026', 'iso', '2026-05-05'),
        ('5-Dec-26', 'iso', '2026-12-05'),
        ('May 5, 2026', 'day_first', '2026-05-05'),
        ('Sept. 30th, 2026 9:15', 'iso', '2026-09-30'),
        ('5 مايو 2026', 'iso', '2026-05-05'),
        ('31 février 2026', 'iso', null),
        ('5 May', 'iso', null),
        ('5 Smarch 2026', 'iso', null),
        -- month first, where a load of an earlier version says nothing
        ('7/24/2024', null, '2024-07-24'),
        ('07/04/2024', null, '2024-07-04'),
        ('12/31/9999', null, '9999-12-31'),
        ('12/31/2026 0:00', null, '2026-12-31'),
        ('24/7/2024', 'iso', null),
        ('7/24/2024', 'iso', null),
        ('1/2/03', 'iso', null),
        ('24.07.2024', 'iso', null),
        -- in the declared order
        ('03/04/2026', 'day_first', '2026-04-03'),
        ('03/04/2026', 'month_first', '2026-03-04'),
        ('24/7/2024', 'day_first', '2024-07-24'),
        ('24/7/2024', 'month_first', null),
        ('7/24/2024', 'day_first', null),
        ('24.07.2024 8h30', 'day_first', '2024-07-24'),
        ('24-07-24', 'day_first', '2024-07-24'),
        ('1/2/03', 'month_first', '2003-01-02'),
        ('7/24/2024 3:05 PM', 'month_first', '2024-07-24'),
        ('31/02/2026', 'day_first', null),
        -- eight digits, where the whole column is so
        ('20240724', 'compact', '2024-07-24'),
        ('2024-07-24', 'compact', '2024-07-24'),
        ('20240731', 'iso', null),
        ('20240231', 'compact', null),
        ('20242407', 'compact', null),
        ('7/24/2024', 'compact', null),
        -- no dates
        ('now', 'iso', null),
        ('infinity', 'iso', null),
        ('TBD', 'day_first', null),
        ('٢٠٢٤-٠٧-٢٤', 'iso', null),
        ('', 'iso', null),
        (null, 'day_first', null)
    ) as cases (input, date_order, expected)
)

select
    input,
    date_order,
    expected,
    {{ parse_date('input', 'date_order', 'null') }} as actual
from inputs
where {{ parse_date('input', 'date_order', 'null') }} is distinct from cast(expected as date)
