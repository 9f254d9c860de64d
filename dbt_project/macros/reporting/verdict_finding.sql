{% macro verdict_finding() -%}
    {%- set good = "to_char(judged.rows_good, 'FM999,999,999,990')" -%}
    {%- set all = "to_char(judged.rows_there, 'FM999,999,999,990')" -%}
    {%- set rest = "to_char(judged.rows_there - judged.rows_good, 'FM999,999,999,990')" -%}
    case
        when judged.rule = 'age' then 'the data of ' || judged.source_name || ' is young enough until ' || judged.green_until
        when judged.rows_there = 0 and judged.rule = 'used' then judged.source_name || ' was never loaded'
        when judged.rows_there = 0 then judged.subject || ': there is nothing to count'
        when judged.rule = 'used' then {{ good }} || ' of ' || {{ all }} || ' rows of ' || judged.source_name || ' are used'
        when judged.rule = 'figure' then judged.subject || ': ' || {{ good }} || ' of ' || {{ all }} || ' can be judged; ' || {{ rest }} || ' cannot'
        when judged.rule = 'mapped' then judged.subject || ' of ' || judged.source_name || ': ' || {{ good }} || ' of ' || {{ all }} || ' have a known meaning'
        else judged.subject || ' of ' || judged.source_name || ': ' || {{ good }} || ' of ' || {{ all }} || ' can be read'
    end
{%- endmacro %}
