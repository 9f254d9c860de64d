with

source as (
    select * from {{ source('staging', 'raw_subscriptions') }}
    where {{ in_force('subscriptions') }}
),

cleaned as {{ materialized() }} (
    select
        _load_id as load_id,
        _source_row as source_row,
        {{ clean_text('"StudentId"') }} as student_ref,
        {{ clean_text('"StudentEmail"') }} as student_email_text,
        {{ clean_text('"Student"') }} as student_name_text,
        {{ clean_text('"StudentGender"') }} as student_gender,
        {{ clean_text('"StudentBirthDate"') }} as birth_date_text,
        {{ clean_text('"professionalExperience"') }} as professional_experience,
        {{ clean_text('"Industry"') }} as industry,
        {{ clean_text('"SessionName"') }} as intake_text,
        {{ clean_text('"TrackName"') }} as track_text,
        {{ clean_text('"Hackerspace"') }} as campus_spelling,
        {{ clean_text('"Country"') }} as country_text,
        {{ clean_text('"GroupName"') }} as cohort,
        {{ clean_text('"ProductSchedule"') }} as product_schedule,
        {{ clean_text('"InstructorFullName"') }} as instructor_name_text,
        {{ clean_text('"InstructorEmail"') }} as instructor_email_text,
        {{ clean_text('instructor_diploma') }} as instructor_diploma,
        {{ clean_text('"SubscriptionStartDate"') }} as start_date_text,
        {{ clean_text('"SubscriptionEndDate"') }} as end_date_text,
        {{ clean_text('"SubscriptionProgress"') }} as progress_text,
        {{ clean_text('"SubscriptionHasDiploma"') }} as has_diploma_text,
        {{ clean_text('"DiplomaDate"') }} as diploma_date_text
    from source
),

typed as {{ materialized() }} (
    select
        *,
        {{ readable_name('student_name_text') }} as student_name,
        {{ parse_email('student_email_text') }} as student_email,
        {{ parse_date('birth_date_text') }} as birth_date_written,
        {{ readable_name('instructor_name_text') }} as instructor_name,
        {{ parse_email('instructor_email_text') }} as instructor_email,
        {{ parse_date('start_date_text') }} as start_date,
        {{ parse_date('end_date_text') }} as end_date,
        {{ parse_percent('progress_text') }} as progress_written,
        {{ parse_boolean('has_diploma_text') }} as has_diploma,
        {{ parse_date('diploma_date_text') }} as diploma_date
    from cleaned
)

select * from typed
