{#-
    SQL that works out anew, by the model's own SQL, the rows that mend_attendance has touched and those of each session and student of
    whom something else is known now. To find these, one attendance of each is worked out and compared with what the mart holds, where
    what is known of sessions or of students was built anew.
-#}
{% macro mend_attendance_details(changed) -%}
    {%- if 'attendance' in changed and not is_one_step_behind('attendance') -%}
        {%- do return(none) -%}
    {%- endif -%}
    create temporary table looked_at on commit drop as
    select student_id, session_id from {{ this }} where false
    {%- for key, known, made_of in [
        ('session_id', ref('int_session_groups'), ['int_session_groups']),
        ('student_id', ref('students'), ['students', 'int_latest_subscriptions']),
    ] if made_of | select('in', changed) | list %}
    union
    select held.student_id, held.session_id
    from {{ known }} as one
    cross join lateral (
        select student_id, session_id from {{ this }} where {{ key }} = one.{{ key }} limit 1
    ) as held
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

    {#- The weeks and months whose summaries have to be worked out anew. -#}
    drop table if exists intermediate.attendance_details_touched;
    create unlogged table intermediate.attendance_details_touched as
    select session_week, session_month from {{ this }} where false;

    with held_before as (
        delete from {{ this }} as held using touched
        where held.student_id = touched.student_id and held.session_id = touched.session_id
        returning held.session_week, held.session_month
    )
    insert into intermediate.attendance_details_touched select distinct * from held_before;

    with held_now as (
        insert into {{ this }}
        {{ model.compiled_code | replace(ref('attendance') | string, 'attendance_to_show') }}
        returning session_week, session_month
    )
    insert into intermediate.attendance_details_touched select distinct * from held_now;
    analyze intermediate.attendance_details_touched
{%- endmacro %}
