{#- A birth date, or null where it would make the student younger than 10 or older than 90 on the day of reference. -#}
{% macro plausible_birth_date(birth_date, on_date) -%}
    case
        when {{ birth_date }} <= {{ on_date }} - interval '10 years'
            and {{ birth_date }} >= {{ on_date }} - interval '90 years'
            then {{ birth_date }}
    end
{%- endmacro %}
