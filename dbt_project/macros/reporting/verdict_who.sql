{% macro verdict_who() -%}
    case
        when judged.rule = 'age' then 'Whoever exports ' || judged.source_name || ': export it again'
        when judged.rule = 'mapped' then 'The data team: say what the words mean (make inspect, or dbt_project/seeds)'
        when judged.rule = 'readable' then 'Whoever exports ' || judged.source_name || ': see data_quality_issues; where all are written alike, the data team declares it (make inspect)'
        when judged.subject = 'churn rate' then 'Whoever exports subscriptions: complete dates, progress and diploma'
        when judged.subject = 'enrolled students' then 'Whoever exports subscriptions: add the student id'
        when judged.subject = 'hours attended' then 'Whoever exports sessions: add the duration'
        when judged.subject = 'attendance rate' then 'Whoever exports sessions: add the date'
        when judged.subject = 'students at risk' then 'Whoever exports attendance: add the sessions of every group'
        else 'Whoever exports ' || judged.source_name || ': see data_quality_issues and rejected_records'
    end
{%- endmacro %}
