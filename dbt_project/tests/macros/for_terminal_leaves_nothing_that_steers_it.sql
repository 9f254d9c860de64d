-- What is this?        Text of an export as a run writes it on a terminal and into its log.
-- When does it fail?   The macro leaves what a terminal obeys, or takes what people write.
-- What to do?          Mend the macro; `common/texts.py` says the same of what Python prints.

with

inputs as (
    select * from (
        values
        ('{{ for_terminal("N2\x1b[2J\x07") }}', 'N2�[2J�'),
        ('{{ for_terminal("a\r\nb\x9bc\u202e") }}', 'a��b�c�'),
        ('{{ for_terminal("Zoë نور") }}', 'Zoë نور'),
        ('{{ for_terminal(12) }}', '12')
    ) as cases (actual, expected)
)

select * from inputs
where actual is distinct from expected
