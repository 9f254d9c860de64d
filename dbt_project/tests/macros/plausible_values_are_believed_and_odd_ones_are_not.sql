-- What is this?        Which values are believed, and which are too odd to be true.
-- When does it fail?   A macro believes one of these, or doubts it, otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

birth_dates as (
    select
        'birth date ' || birth_date || ' on ' || coalesce(on_date, 'no day') as what,
        expected,
        {{ plausible_birth_date('cast(birth_date as date)', 'cast(on_date as date)') }}
        is not null as actual
    from (
        values
        ('2016-05-01', '2026-05-01', true),
        ('2016-05-02', '2026-05-01', false),
        ('1936-05-01', '2026-05-01', true),
        ('1936-04-30', '2026-05-01', false),
        ('0203-01-01', '2026-05-01', false),
        ('2000-01-01', null, false)
    ) as cases (birth_date, on_date, expected)
),

minutes as (
    select
        minutes || ' minutes' as what,
        expected,
        {{ plausible_minutes('minutes') }} is not null as actual
    from (
        values
        (0, false),
        (1, true),
        (1440, true),
        (1441, false),
        (-90, false)
    ) as cases (minutes, expected)
),

progress as (
    select
        'progress ' || progress as what,
        expected,
        coalesce({{ plausible_progress('progress') }} = rounded, false) as actual
    from (
        values
        (0, 0, true),
        (1, 1, true),
        (0.8999999, 0.9, true),
        (1.000001, 1, false),
        (-0.01, 0, false)
    ) as cases (progress, rounded, expected)
),

decided as (
    select * from birth_dates
    union all
    select * from minutes
    union all
    select * from progress
)

select * from decided
where actual is distinct from expected
