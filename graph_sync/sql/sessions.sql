-- Which sessions are there, in any order?
select
    session_id,
    date,
    duration,
    module
from marts.sessions
