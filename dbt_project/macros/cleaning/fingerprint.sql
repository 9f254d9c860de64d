{% macro fingerprint(columns) -%}
    {%- for column in columns -%}
        coalesce(length({{ as_text(column) }}) || ':' || {{ as_text(column) }}, '-'){{ " || ',' || " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro value_or_text(value, written) -%}
    coalesce({{ as_text(value) }}, {{ written }})
{%- endmacro %}

{% macro count_nulls(columns) -%}
    {%- for column in columns %}case when {{ column }} is null then 1 else 0 end{{ ' + ' if not loop.last }}{% endfor -%}
{%- endmacro %}

{% macro subscription_identity() -%}
    {{ return([
        'studentid', 'studentemail', 'student', 'studentfirstname', 'trackname', 'hackerspace', 'groupname', 'sessionname',
        'subscriptionstartdate',
    ]) }}
{%- endmacro %}

{% macro subscription_cells(is_landed=true, only=[]) -%}
    {%- for name in [
        'StudentId', 'StudentEmail', 'Student', 'StudentFirstName', 'StudentGender', 'StudentBirthDate', 'professionalExperience',
        'Industry', 'SessionName', 'TrackName', 'Hackerspace', 'Country', 'GroupName', 'ProductSchedule', 'InstructorFullName',
        'InstructorEmail', 'instructor_diploma', 'SubscriptionStartDate', 'SubscriptionEndDate', 'SubscriptionProgress',
        'SubscriptionHasDiploma', 'DiplomaDate', 'SubscriptionStatus', 'CancelledDate',
    ] if not only or name | lower in only -%}
        {{ adapter.quote(name) ~ ' as ' if is_landed }}{{ name | lower }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro subscription_as_written() -%}
    {{ keyed_digest(fingerprint(subscription_identity())) }}
{%- endmacro %}

{% macro subscription_as_said() -%}
    {%- set cells = "coalesce(" ~ subscription_identity() | join(", '') || chr(31) || coalesce(") ~ ", '')" -%}
    {%- set said -%}
        lower({{ replace_all(cells, '[ \\u00a0\\u200b\\u200e\\u200f\\u202f\\ufeff]+', '') }})
        || chr(31) || {{ status_key(clean_text('subscriptionstatus')) }}
    {%- endset -%}
    {{ keyed_digest(said) }}
{%- endmacro %}
