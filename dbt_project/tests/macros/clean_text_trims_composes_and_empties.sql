-- What is this?        What cleaning keeps and what it takes away.
-- When does it fail?   The macro reads one of these inputs otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('  Ada   Byron ', 'Ada Byron'),
        ('{{ "Ada\t\r\nByron" }}', 'Ada Byron'),
        ('{{ "Ada\u00a0Byron\u00a0" }}', 'Ada Byron'),
        ('{{ "\ufeffAda" }}', 'Ada'),
        ('{{ "00\u200b17" }}', '0017'),
        ('{{ "\u200fAda\u200e" }}', 'Ada'),
        ('{{ "Ada\u202fByron" }}', 'Ada Byron'),
        ('{{ "\u0645\u200c\u0645" }}', '{{ "\u0645\u200c\u0645" }}'),
        ('{{ "Jose\u0301" }}', '{{ "Jos\u00e9" }}'),
        ('007', '007'),
        ('a  b', 'a b'),
        ('a b ', 'a b'),
        ('!~ ~!', '!~ ~!'),
        ('{{ "a\u007f" }}', '{{ "a\u007f" }}'),
        ('Non e', 'Non e'),
        ('{{ "\u00c9lo\u00efse  No\u00ebl" }}', '{{ "\u00c9lo\u00efse No\u00ebl" }}'),
        ('#N/A', null),
        ('{{ "N\u200bONE" }}', null),
        ('NULL', null),
        ('n/a', null),
        ({{ text_literal('\\N') }}, null),
        ('-', null),
        ('', null),
        ('   ', null),
        ('Nullarbor', 'Nullarbor'),
        ('McX d''Y', 'McX d''Y'),
        (null, null)
    ) as cases (input, expected)
)

select
    input,
    expected,
    {{ clean_text('input') }} as actual
from inputs
where {{ clean_text('input') }} is distinct from expected
