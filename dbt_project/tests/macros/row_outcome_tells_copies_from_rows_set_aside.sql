-- What is this?        What became of a landed row, in one word.
-- When does it fail?   A rule is sorted otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        (null, 'kept'),
        ('student_exact_copy', 'duplicate'),
        ('subscription_conflicting_copy', 'duplicate'),
        ('attendance_student_unknown', 'set_aside')
    ) as cases (rule, expected)
),

decided as (
    select
        *,
        {{ row_outcome('rule') }} as actual
    from inputs
)

select * from decided
where actual is distinct from expected
