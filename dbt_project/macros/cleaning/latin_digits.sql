{% macro latin_digits(text) -%}
    translate({{ text }}, '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٪٫', '01234567890123456789%.')
{%- endmacro %}
