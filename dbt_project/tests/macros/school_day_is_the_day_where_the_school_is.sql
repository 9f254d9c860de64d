-- What is this?        The school's day of moments that are written with their offset.
-- When does it fail?   The macro gives one of these moments another day than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        -- a time zone that the school named
        ('2026-06-30T22:30:00Z', 'Africa/Cairo', true, '2026-07-01'),
        ('2026-06-30 20:59:59.999+00', 'Africa/Cairo', true, '2026-06-30'),
        ('2026-12-31 23:30:00+00', 'Africa/Tunis', true, '2027-01-01'),
        ('2026-01-05 03:00:00+00:00', 'America/New_York', true, '2026-01-04'),
        ('2026-01-05T00:00:00+02:00', 'Africa/Cairo', true, '2026-01-05'),
        ('2026-1-5T01:00 +0300', 'Africa/Cairo', true, '2026-01-05'),
        ('2026-02-29T10:00:00Z', 'Africa/Cairo', true, null),
        -- midnight in UTC: a plain date, or a moment among moments
        ('2026-01-05 00:00:00+00', 'America/New_York', true, '2026-01-05'),
        ('2026-01-05 00:00:00+00', 'America/New_York', false, '2026-01-04'),
        ('2026-01-05T00:00:00.000Z', 'America/New_York', true, '2026-01-05'),
        -- none that it named: UTC, if the text itself says no other day
        ('2026-01-05 22:00:00+00', null, true, '2026-01-05'),
        ('2026-01-05T12:00:00+02:00', null, true, '2026-01-05'),
        ('2026-01-05T00:00:00+02:00', null, true, null),
        ('2026-01-05T23:00:00-05', null, true, null)
    ) as cases (input, zone, midnight_is_a_day, expected)
)

select
    input,
    zone,
    expected,
    {{ school_day('input', 'zone', 'midnight_is_a_day') }} as actual
from inputs
where {{ school_day('input', 'zone', 'midnight_is_a_day') }} is distinct from cast(expected as date)
