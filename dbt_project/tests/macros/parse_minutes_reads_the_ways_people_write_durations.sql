-- What is this?        The spellings of durations that are read, and those that are not guessed.
-- When does it fail?   The macro reads one of these inputs otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('90', '90'),
        ('90 min', '90'),
        ('90min.', '90'),
        ('90 Minutes', '90'),
        ('90.0', '90'),
        ('90.5', null),
        ('90 mn', '90'),
        ('90 دقيقة', '90'),
        ('2', null), -- hours, or minutes?
        ('1.0', null),
        ('2 min', '2'),
        ('0', '0'),
        ('-5', '-5'),
        ('1h30', '90'),
        ('1 h 30 min', '90'),
        ('2 hours', '120'),
        ('2 heures', '120'),
        ('2 ساعات', '120'),
        ('2h', '120'),
        ('1:05', '65'),
        -- as workbooks and databases write them
        ('1:30:00', '90'),
        ('01:30:00', '90'),
        ('26:30:00', '1590'),
        ('00:00:00', '0'),
        ('-1:30:00', '-90'),
        ('01:29:45.5', '90'),
        ('1:30:75', null),
        ('1 day 02:00:00', '1560'),
        ('2 days', '2880'),
        ('-1 days +02:00:00', null),
        ('1 mon', null),
        ('PT1H30M', '90'),
        ('PT90M', '90'),
        ('PT5400S', '90'),
        ('P1DT2H', '1560'),
        ('P2D', '2880'),
        ('PT0S', '0'),
        ('PT-1H-30M', '-90'),
        ('PT', null),
        ('P', null),
        ('P1DT', null),
        ('P1M', null),
        (' ', null),
        ('1:75', null),
        ('1.5 h', '90'),
        ('1,5 h', '90'),
        ('1,75 heures', '105'),
        ('1.5', null), -- hours, or minutes?
        ('1,5,0 h', null),
        ('1 hr 30', '90'),
        ('0x1F', null),
        ('99999999999999999999', null),
        ('long', null),
        (null, null)
    ) as cases (input, expected)
)

select
    input,
    expected,
    {{ parse_minutes('input') }} as actual
from inputs
where {{ parse_minutes('input') }} is distinct from cast(expected as integer)
