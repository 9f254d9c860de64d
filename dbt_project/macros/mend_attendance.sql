{#- SQL that takes over into the mart what mend_int_attendance has touched. None where that was not the step from what the mart holds. -#}
{% macro mend_attendance(changed) -%}
    {%- if 'int_attendance' in changed and not is_one_step_behind('int_attendance') -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- if 'int_attendance' in changed %}
    delete from {{ this }} as attendance using intermediate.int_attendance_touched as touched
    where attendance.student_id = touched.student_id and attendance.session_id = touched.session_id;
    insert into {{ this }}
    {{ model.compiled_code | replace(ref('int_attendance') | string, 'intermediate.int_attendance_touched') }};
    {%- endif %}

    drop table if exists intermediate.attendance_touched;
    create unlogged table intermediate.attendance_touched as
    select distinct student_id, session_id
    from {{ 'intermediate.int_attendance_touched' if 'int_attendance' in changed else this ~ ' limit 0' }};
    analyze intermediate.attendance_touched;
    {#- Whoever built the other end of a foreign key anew took the key with it. -#}
    {%- for key in contract_keys() if key.startswith('foreign key') and (key.split('"')[-2] in changed) %}
    alter table {{ this }} add {{ key }};
    {%- endfor %}
{%- endmacro %}
