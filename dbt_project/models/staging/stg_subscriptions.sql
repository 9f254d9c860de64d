{%- set dates = {
    'births': 'StudentBirthDate', 'starts': 'SubscriptionStartDate',
    'ends': 'SubscriptionEndDate', 'diplomas': 'DiplomaDate', 'cancels': 'CancelledDate',
} -%}
{%- set summed = sums_up("concat_ws(' ', student_key, email_text, name_text, track_text)") -%}

with

source as (
    select
        *,
        case when subscriptionstatus is not null then {{ subscription_as_said() }} end as said_key
    from {{ ref('stg_subscription_exports') }}
),

cleaned as (
    select
        source._load_id as load_id,
        source._source_row as source_row,
        ids.key as student_key,
        {{ clean_text('source.studentemail') }} as email_text,
        {{ clean_text('source.studentfirstname') }} as first_name_text,
        {{ clean_text('source.student') }} as name_text,
        {{ clean_text('source.studentgender') }} as student_gender,
        births.date_text as birth_date_text,
        births.date_read as birth_date_written,
        {{ clean_text('source.professionalexperience') }} as professional_experience,
        {{ clean_text('source.industry') }} as industry,
        {{ clean_text('source.sessionname') }} as intake_text,
        {{ clean_text('source.trackname') }} as track_text,
        {{ clean_text('source.hackerspace') }} as campus_spelling,
        {{ clean_text('source.country') }} as country_text,
        {{ clean_text('source.groupname') }} as cohort,
        {{ clean_text('source.productschedule') }} as product_schedule,
        {{ clean_text('source.instructorfullname') }} as instructor_name_text,
        {{ clean_text('source.instructoremail') }} as instructor_email_text,
        {{ clean_text('source.instructor_diploma') }} as instructor_diploma,
        starts.date_text as start_date_text,
        starts.date_read as start_date_written,
        ends.date_text as end_date_text,
        ends.date_read as end_date_written,
        {{ latin_digits(clean_text('source.subscriptionprogress')) }} as progress_text,
        progress_scales.progress_scale,
        {{ clean_text('source.subscriptionhasdiploma') }} as has_diploma_text,
        diplomas.date_text as diploma_date_text,
        diplomas.date_read as diploma_date_written,
        {{ clean_text('source.subscriptionstatus') }} as status_text,
        cancels.date_text as cancelled_date_text,
        cancels.date_read as cancelled_date_written,
        said.said_on,
        source.seen_on,
        source.gone_on,
        source.first_load_id
    from source
    left join {{ ref('stg_subscription_students') }} as ids on source.studentid = ids.written
    left join {{ ref('stg_progress_scales') }} as progress_scales
        on source._load_id = progress_scales.load_id
    left join {{ ref('stg_subscription_first_said') }} as said on source.said_key = said.said_key
    {%- for alias, column in dates.items() %}
        left join {{ ref('stg_subscription_dates') }} as {{ alias }}
            on
                source._load_id = {{ alias }}.load_id
                and source.{{ column | lower }} = {{ alias }}.written
                and {{ alias }}.column_name = '{{ column }}'
    {%- endfor %}
    {{ computed_once() }}
),

-- A line that repeats the header is of nobody, nor is one that sums up the others.
named as (
    select
        *,
        case when is_person then {{ whole_name('first_name_text', 'name_text') }} end
            as student_name_text,
        case when is_person then email_text end as student_email_text,
        case when is_person then student_key end as student_ref
    from (
        select
            *,
            coalesce(replace(lower(name_text), ' ', '') not in ({{ no_keys() }}), true)
            and not (coalesce(start_date_text, end_date_text) is null and {{ summed }}) as is_person
        from cleaned
    ) as told
    {{ computed_once() }}
),

typed as (
    select
        *,
        {{ readable_name('student_name_text') }} as student_name,
        {{ parse_email('student_email_text') }} as student_email,
        {{ readable_name('instructor_name_text') }} as instructor_name,
        {{ parse_email('instructor_email_text') }} as instructor_email,
        {{ parse_percent('progress_text', 'progress_scale') }} as progress_written,
        {{ parse_boolean('has_diploma_text') }} as has_diploma
    from named
    {{ computed_once() }}
)

select * from typed
