-- What is this?        What makes a status that two exports give a subscription the same.
-- When does it fail?   A blank or the letter case makes it another, or another person does not.
-- What to do?          Mend the macro, or this list if it is wrong.

with

inputs as (
    select * from (
        values
        (1, '7', 'Ada Byron', 'Left', 'the same'),
        (2, '7', 'Ada Byron', 'left ', 'the same'),
        (3, '7', ' ada  BYRON', 'LEFT', 'the same'),
        (4, '7', 'Ada Byron', 'Left.', 'the same'),
        (5, '7', 'Ada Byron', 'Paused', 'another word'),
        (6, '8', 'Ada Byron', 'Left', 'another id'),
        (7, '', '7Ada Byron', 'Left', 'another cell'),
        (8, '7', 'Ada Byron', ' ', 'no word')
    ) as cases (number, studentid, student, subscriptionstatus, expected)
),

keyed as (
    select
        number,
        expected,
        {{ subscription_as_said() }} as said_key
    from (
        select
            *,
            {{ as_text('null') }} as studentemail,
            {{ as_text('null') }} as studentfirstname,
            {{ as_text('null') }} as trackname,
            {{ as_text('null') }} as hackerspace,
            {{ as_text('null') }} as groupname,
            {{ as_text('null') }} as sessionname,
            {{ as_text('null') }} as subscriptionstartdate
        from inputs
    ) as landed
),

compared as (
    select
        number,
        expected,
        said_key,
        count(*) over (partition by said_key) as rows_alike,
        count(*) over (partition by expected) as rows_expected
    from keyed
)

select * from compared
where rows_alike != rows_expected or (said_key is null) != (expected = 'no word')
