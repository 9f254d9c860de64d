with

source as (
    select * from {{ source('staging', 'raw_subscriptions') }}
    where {{ in_force('subscriptions') }}
),

-- Each spelling of a date is read once: an export repeats them many times.
date_spellings as (
    {%- for column in [
        '"StudentBirthDate"', '"SubscriptionStartDate"', '"SubscriptionEndDate"', '"DiplomaDate"'
    ] %}
        select {{ column }} as written from source
        {{ 'union' if not loop.last }}
    {%- endfor %}
),

date_texts as {{ materialized() }} (
    select
        written,
        {{ clean_text('written') }} as date_text
    from date_spellings
),

dates as {{ materialized() }} (
    select
        written,
        date_text,
        {{ parse_date('date_text') }} as date_read
    from date_texts
),

cleaned as {{ materialized() }} (
    select
        source._load_id as load_id,
        source._source_row as source_row,
        {{ clean_text('source."StudentId"') }} as student_ref,
        {{ clean_text('source."StudentEmail"') }} as student_email_text,
        {{ clean_text('source."Student"') }} as student_name_text,
        {{ clean_text('source."StudentGender"') }} as student_gender,
        births.date_text as birth_date_text,
        births.date_read as birth_date_written,
        {{ clean_text('source."professionalExperience"') }} as professional_experience,
        {{ clean_text('source."Industry"') }} as industry,
        {{ clean_text('source."SessionName"') }} as intake_text,
        {{ clean_text('source."TrackName"') }} as track_text,
        {{ clean_text('source."Hackerspace"') }} as campus_spelling,
        {{ clean_text('source."Country"') }} as country_text,
        {{ clean_text('source."GroupName"') }} as cohort,
        {{ clean_text('source."ProductSchedule"') }} as product_schedule,
        {{ clean_text('source."InstructorFullName"') }} as instructor_name_text,
        {{ clean_text('source."InstructorEmail"') }} as instructor_email_text,
        {{ clean_text('source.instructor_diploma') }} as instructor_diploma,
        starts.date_text as start_date_text,
        starts.date_read as start_date_written,
        ends.date_text as end_date_text,
        ends.date_read as end_date_written,
        {{ clean_text('source."SubscriptionProgress"') }} as progress_text,
        {{ clean_text('source."SubscriptionHasDiploma"') }} as has_diploma_text,
        diplomas.date_text as diploma_date_text,
        diplomas.date_read as diploma_date_written
    from source
    left join dates as births on source."StudentBirthDate" = births.written
    left join dates as starts on source."SubscriptionStartDate" = starts.written
    left join dates as ends on source."SubscriptionEndDate" = ends.written
    left join dates as diplomas on source."DiplomaDate" = diplomas.written
),

typed as {{ materialized() }} (
    select
        *,
        {{ readable_name('student_name_text') }} as student_name,
        {{ parse_email('student_email_text') }} as student_email,
        {{ readable_name('instructor_name_text') }} as instructor_name,
        {{ parse_email('instructor_email_text') }} as instructor_email,
        {{ parse_percent('progress_text') }} as progress_written,
        {{ parse_boolean('has_diploma_text') }} as has_diploma
    from cleaned
)

select * from typed
