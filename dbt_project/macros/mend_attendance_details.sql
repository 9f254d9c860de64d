{#-
    SQL that works out anew, by the model's own SQL, the rows that mend_attendance has touched and those of each session and student of
    whom something else is known now. To find these, one attendance of each is worked out and compared with what the mart holds.
-#}
{% macro mend_attendance_details(changed) -%}
    {%- if 'attendance' in changed and not is_one_step_behind('attendance') -%}
        {%- do return(none) -%}
    {%- endif -%}
    create temporary table looked_at on commit drop as
    {%- for key, known in {'session_id': ref('int_session_groups'), 'student_id': ref('students')}.items() %}
    select held.student_id, held.session_id
    from {{ known }} as one
    cross join lateral (
        select student_id, session_id from {{ this }} where {{ key }} = one.{{ key }} limit 1
    ) as held
    {{ 'union' if not loop.last }}
    {%- endfor %};
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

    create temporary table held_before on commit drop as
    select held.session_week, held.session_month from {{ this }} as held
    inner join touched using (student_id, session_id);

    delete from {{ this }} as held using touched
    where held.student_id = touched.student_id and held.session_id = touched.session_id;
    insert into {{ this }}
    {{ model.compiled_code | replace(ref('attendance') | string, 'attendance_to_show') }};

    {#- The weeks and months whose summaries have to be worked out anew. -#}
    drop table if exists intermediate.attendance_details_touched;
    create unlogged table intermediate.attendance_details_touched as
    select session_week, session_month from held_before
    union
    select held.session_week, held.session_month from {{ this }} as held
    inner join touched using (student_id, session_id);
    analyze intermediate.attendance_details_touched
{%- endmacro %}
