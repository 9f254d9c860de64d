with

{{ marked_groups(ref('int_past_days')) }}

select * from marked_groups
