{% macro forget_old_states() -%}
    delete from {{ this }}
    where state_key not in (
        select state_key from {{ this }} group by state_key order by max(loaded_at) desc limit 2
    )
{%- endmacro %}
