with

attendance as (
    select * from {{ ref('stg_attendance') }}
),

statuses as (
    select * from {{ ref('int_attendance_statuses') }}
),

students as (
    select student_id from {{ ref('students') }}
),

sessions as (
    select session_id from {{ ref('sessions') }}
),

looked_up as (
    select
        attendance.*,
        statuses.status,
        statuses.counts_as,
        case
            when attendance.student_id is null or attendance.session_id is null
                then 'attendance_key_missing'
            when students.student_id is null then 'attendance_student_unknown'
            when sessions.session_id is null then 'attendance_session_unknown'
        end as broken_rule
    from attendance
    left join statuses
        on
            attendance.load_id = statuses.load_id
            and coalesce(attendance.status_text, '') = coalesce(statuses.status_text, '')
    left join students on attendance.student_id = students.student_id
    left join sessions on attendance.session_id = sessions.session_id
),

-- Of several marks for one pair the newest load's counts; in one load that the student came.
ranked as (
    select
        *,
        row_number() over best_first as choice,
        first_value(counts_as) over best_first as kept_counts_as
    from looked_up
    window best_first as (
        partition by student_id, session_id
        order by
            load_id desc,
            case counts_as
                when 'attended' then 1
                when 'excused' then 2
                when 'missed' then 3
                else 4
            end asc,
            source_row asc,
            source_column asc
    )
),

classified as (
    select
        load_id,
        source_row,
        source_column,
        student_id,
        session_id,
        status,
        counts_as,
        case
            when broken_rule is not null then broken_rule
            when choice = 1 then null
            when counts_as = kept_counts_as then 'attendance_exact_copy'
            else 'attendance_conflicting_copy'
        end as dropped_by
    from ranked
),

with_outcome as (
    select
        *,
        {{ row_outcome('dropped_by') }} as outcome
    from classified
)

-- In the order of students, in which most sums read the log, and in which it is sorted by now.
select * from with_outcome
{{ stored_by('student_id, session_id') }}
