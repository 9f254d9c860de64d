{% macro likeness(one, email_of_one, other, email_of_other) -%}
    {%- set emails = one ~ '.' ~ email_of_one, other ~ '.' ~ email_of_other -%}
    case
        when {{ shares_a_word(one ~ '.name_key', other ~ '.name_key') }} or {{ emails[0] }} = {{ emails[1] }} then 'alike'
        when ({{ matches(one ~ '.name_key', '[a-z]') }}) = ({{ matches(other ~ '.name_key', '[a-z]') }})
            then case when {{ emails[0] }} != {{ emails[1] }} then 'somebody else' else 'another name' end
    end
{%- endmacro %}
