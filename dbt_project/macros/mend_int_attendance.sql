{#-
    SQL that brings int_attendance up to date where loads came or went, or a student or session became known or unknown: the rows of each
    student and session that this can touch are judged anew, by the model's own SQL. None where more than that changed.
-#}
{% macro mend_int_attendance(changed) -%}
    {%- if 'stg_attendance_rules' in changed or 'raw_attendance' in changed -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- set loads = run_query("
        select
            string_agg(cast(held.load_id as text), ', ') filter (where counting.load_id is null) as gone,
            string_agg(cast(counting.load_id as text), ', ') filter (where held.load_id is null) as new
        from (select distinct load_id from " ~ this ~ ") as held
        full join (
            select load_id from intermediate.int_loads where is_in_force and source_name = 'attendance'
        ) as counting on held.load_id = counting.load_id
    ").rows[0] -%}
    {%- set gone = 'load_id in (' ~ (loads[0] or 'null') ~ ')' -%}

    create temporary table new_rows on commit drop as
    select * from {{ ref('stg_attendance') }}
    where load_id in ({{ loads[1] or 'null' }});

    create temporary table touched on commit drop as
    select student_id, session_id from new_rows
    where student_id is not null and session_id is not null
    union
    select student_id, session_id from {{ this }}
    where {{ gone }} and student_id is not null and session_id is not null
    {%- if 'students' in changed or 'sessions' in changed %}
    union
    select attendance.student_id, attendance.session_id
    from {{ this }} as attendance
    left join {{ ref('students') }} as students on attendance.student_id = students.student_id
    left join {{ ref('sessions') }} as sessions on attendance.session_id = sessions.session_id
    where
        attendance.student_id is not null
        and attendance.session_id is not null
        and case
            when students.student_id is null then 'attendance_student_unknown'
            when sessions.session_id is null then 'attendance_session_unknown'
            else ''
        end != coalesce(nullif(attendance.dropped_by, 'attendance_exact_copy'), '')
    {%- endif %};
    analyze touched;

    create temporary table held_rows on commit drop as
    select
        attendance.load_id,
        attendance.source_row,
        attendance.student_id,
        attendance.session_id,
        attendance.ctid as place
    from {{ this }} as attendance
    inner join touched using (student_id, session_id)
    where not coalesce({{ gone }}, false);
    analyze held_rows;

    create temporary table rows_to_judge on commit drop as
    select load_id, source_row, student_id, session_id from new_rows
    union all
    select load_id, source_row, student_id, session_id from held_rows;
    analyze rows_to_judge;

    create temporary table judged_anew on commit drop as
    {{ model.compiled_code | replace(ref('stg_attendance') | string, 'rows_to_judge') }};

    delete from {{ this }} where {{ gone }};
    delete from {{ this }} where ctid in (select held_rows.place from held_rows);
    insert into {{ this }} table judged_anew;

    {#- What the tables made of this one have to look at: every key, with what is held of it now. -#}
    drop table if exists intermediate.int_attendance_touched;
    create unlogged table intermediate.int_attendance_touched as
    select * from touched left join judged_anew using (student_id, session_id);
    analyze intermediate.int_attendance_touched
{%- endmacro %}
