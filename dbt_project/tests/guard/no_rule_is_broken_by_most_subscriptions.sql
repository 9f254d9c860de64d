-- What is this?        Rules for errors that most rows of the subscription export break.
-- When does it fail?   Dates, progress or diplomas are written in a new way.
-- What to do?          Load the export corrected, or say in school.yml how it is written.

{{ broken_cells('int_subscription_rows', {
    'subscription_start_unreadable': unreadable('start_date_text', 'start_date_written'),
    'subscription_end_unreadable': unreadable('end_date_text', 'end_date_written'),
    'subscription_progress_unreadable': unreadable('progress_text', 'progress_written'),
    'subscription_progress_implausible': {
        'written': 'progress_text is not null',
        'broken': 'progress_written is not null and ' ~ plausible_progress('progress_written') ~ ' is null',
    },
    'subscription_diploma_unreadable': unreadable('has_diploma_text', 'has_diploma'),
    'subscription_diploma_date_unreadable': unreadable('diploma_date_text', 'diploma_date_written'),
    'subscription_cancelled_unreadable': unreadable('cancelled_date_text', 'cancelled_date_written'),
}, where='gone_on is null') }}

{{ broken_by_most('subscriptions') }}
