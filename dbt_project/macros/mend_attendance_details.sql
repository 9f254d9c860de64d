{#-
    SQL that works out anew, by the model's own SQL, the rows that mend_int_attendance has touched and those of each session and student
    of whom something else is known now. To find these, one attendance of each is worked out and compared with what the mart holds.
-#}
{% macro mend_attendance_details(changed) -%}
    {%- if 'attendance' in changed and not is_one_step_behind('attendance') -%}
        {%- do return(none) -%}
    {%- endif -%}
    create temporary table looked_at on commit drop as
    select min(student_id) as student_id, session_id from {{ this }} group by session_id
    union
    select student_id, min(session_id) as session_id from {{ this }} group by student_id;
    analyze looked_at;

    create temporary table differing on commit drop as
    select held.student_id, held.session_id
    from looked_at
    inner join {{ this }} as held using (student_id, session_id)
    left join (
        {{ model.compiled_code | replace(ref('attendance') | string, 'looked_at') }}
    ) as now using (student_id, session_id)
    where held is distinct from now;

    create temporary table touched on commit drop as
    select student_id, session_id from {{ ref('attendance') }}
    where student_id in (select differing.student_id from differing)
    union
    select student_id, session_id from {{ ref('attendance') }}
    where session_id in (select differing.session_id from differing)
    {%- if 'attendance' in changed %}
    union
    select student_id, session_id from intermediate.attendance_touched
    {%- endif %};
    analyze touched;

    create temporary table attendance_to_show on commit drop as
    select attendance.* from {{ ref('attendance') }} as attendance
    inner join touched using (student_id, session_id);

    delete from {{ this }} as held using touched
    where held.student_id = touched.student_id and held.session_id = touched.session_id;
    insert into {{ this }}
    {{ model.compiled_code | replace(ref('attendance') | string, 'attendance_to_show') }}
{%- endmacro %}
