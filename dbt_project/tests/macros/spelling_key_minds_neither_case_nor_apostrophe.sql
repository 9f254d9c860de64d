-- What is this?        What makes two spellings of a name one word.
-- When does it fail?   A macro joins or parts two of these otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('N’Diaye', 'n''diaye'),
        ('n`diaye', 'n''diaye'),
        ('ÉLODIE d´Arc', 'élodie d''arc'),
        ('Ka-Faye', 'ka-faye'),
        (null, null)
    ) as cases (input, expected)
),

decided as (
    select
        *,
        {{ spelling_key('input') }} as actual
    from inputs
)

select * from decided
where actual is distinct from expected
