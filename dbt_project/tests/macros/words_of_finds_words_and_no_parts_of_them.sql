with

cases (title, name, is_in) as (
    values
    ('TUN-WEB-1 - Attendance report 5-4-26', 'Tun Web 1', true),
    ('TUN-WEB-1 - Attendance report 5-4-26', 'TUN-WEB-10', false),
    ('TUN-WEB-10', 'TUN-WEB-1', false),
    ('Cours (été)', 'ETE', true),
    ('présences_Tunis', 'tunis', true),
    ('Group A', 'A', true),
    ('Attendance', 'A', false),
    ('حضور القاهرة ١', 'القاهرة', true)
)

select * from cases
where is_in != (position({{ words_of('name') }} in {{ words_of('title') }}) > 0)
