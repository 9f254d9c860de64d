-- What is this?        What cleaning keeps and what it takes away.
-- When does it fail?   The macro reads one of these inputs otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('  Ada   Byron ', 'Ada Byron'),
        (E'Ada\t\r\nByron', 'Ada Byron'),
        (U&'Ada\00A0Byron\00A0', 'Ada Byron'),
        (U&'\FEFFAda', 'Ada'),
        (U&'00\200B17', '0017'),
        (U&'\200FAda\200E', 'Ada'),
        (U&'Ada\202FByron', 'Ada Byron'),
        (U&'\0645\200C\0645', U&'\0645\200C\0645'),
        (U&'Jose\0301', U&'Jos\00E9'),
        ('007', '007'),
        ('a  b', 'a b'),
        ('a b ', 'a b'),
        ('!~ ~!', '!~ ~!'),
        (E'a\u007f', E'a\u007f'),
        ('Non e', 'Non e'),
        (U&'\00C9lo\00EFse  No\00EBl', U&'\00C9lo\00EFse No\00EBl'),
        ('#N/A', null),
        (U&'N\200BONE', null),
        ('NULL', null),
        ('n/a', null),
        ('\N', null),
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
