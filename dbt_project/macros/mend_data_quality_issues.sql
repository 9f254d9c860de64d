{#- SQL that lists the issues of those sources anew whose rows changed, and leaves the others. None where the rules themselves changed. -#}
{% macro mend_data_quality_issues(changed) -%}
    {%- set kinds = {'students': 'student', 'sessions': 'session', 'attendance': 'attendance', 'subscriptions': 'subscription'} -%}
    {%- set known = ['int_loads'] -%}
    {%- set stale = [] -%}
    {%- set fresh = [] -%}
    {%- for source_name, kind in kinds.items() -%}
        {%- set made_of = ['int_' ~ source_name, 'int_' ~ kind ~ '_issues', 'int_' ~ kind ~ '_issues_rules'] -%}
        {%- do known.extend(made_of) -%}
        {%- if made_of | select('in', changed) | list -%}
            {%- do stale.append(source_name) -%}
        {%- else -%}
            {%- do fresh.append(ref('int_' ~ kind ~ '_issues') | string) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if changed | reject('in', known) | list or not stale -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- set query = namespace(sql=model.compiled_code) -%}
    {%- for view in fresh -%}
        {%- set query.sql = query.sql | replace(view, 'no_issues') -%}
    {%- endfor -%}
    create temporary view no_issues as select * from {{ ref('int_student_issues') }} limit 0;
    delete from {{ this }} where source_name in ('{{ stale | join("', '") }}');
    insert into {{ this }}
    {{ query.sql }};
    drop view no_issues
{%- endmacro %}
