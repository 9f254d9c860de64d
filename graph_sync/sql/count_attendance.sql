-- How many attendances are there?
select count(*) from marts.attendance
