{#-
    SQL that brings a summary up to date where some of what it sums up was mended: `meta: mended_from` names that input and the column that
    both have, by which the summary is grouped. Its rows are worked out anew, by the model's own SQL, for each value of the column that
    the mending touched (`<input>_touched`), and where the column is empty. None where more than that changed.
-#}
{% macro mend_by_key(changed) -%}
    {%- set input, key = model.config.meta.mended_from.split('.') -%}
    {%- if changed != [input] or not is_one_step_behind(input) -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- set touched = 'select ' ~ key ~ ' from intermediate.' ~ input ~ '_touched' -%}
    create temporary view rows_to_sum as
    select * from {{ ref(input) }} where {{ key }} in ({{ touched }})
    union all
    select * from {{ ref(input) }} where {{ key }} is null;

    delete from {{ this }} where {{ key }} in ({{ touched }}) or {{ key }} is null;
    insert into {{ this }}
    {{ model.compiled_code | replace(ref(input) | string, 'rows_to_sum') }};
    drop view rows_to_sum
{%- endmacro %}
