-- What is this?        Two keys, what both are when bare, and in what they differ.
-- When does it fail?   bare_key takes two people for one, or difference_of_keys names another way.
-- What to do?          Mend macros/cleaning/bare_key.sql.

with

keys (one, another, are_near, difference) as (
    values
    ('42', '0042', true, 'leading zeros'),
    ('0042.0', '0042', true, '`.0`'),
    ('0042,00', '0042', true, '`.0`'),
    ('s01', 'S01', true, 'case'),
    ('0 042', '0042', true, 'blanks'),
    ('42.0', '0042', true, 'leading zeros, `.0`, blanks or case'),
    ('0', '000', true, 'leading zeros'),
    ('S1', 'S01', false, null),
    ('42.5', '42', false, null),
    ('420', '42', false, null),
    ('A.0', 'A', false, null)
)

select * from keys
where
    are_near != ({{ bare_key('one') }} = {{ bare_key('another') }})
    or (are_near and difference != {{ difference_of_keys('one', 'another') }})
    or {{ difference_of_keys('one', as_text('null')) }} is not null
