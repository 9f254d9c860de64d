-- What is this?        Rules for errors that most rows of the sessions export break.
-- When does it fail?   Ids are missing; dates or durations are written in a new way.
-- What to do?          Load the export corrected, or say in school.yml how its dates are written.

{{ broken_cells('stg_sessions', {
    'session_id_missing': {'broken': 'session_id is null'},
    'session_date_unreadable': unreadable('date_text', 'date'),
    'session_duration_unreadable': unreadable('duration_text', 'duration_written'),
    'session_duration_implausible': {
        'written': 'duration_text is not null',
        'broken': 'duration_written is not null and ' ~ plausible_minutes('duration_written') ~ ' is null',
    },
}) }}

{{ broken_by_most('sessions') }}
