{% macro month_number(word) -%}
    case
        when {{ word }} in ('jan', 'january', 'janv', 'janvier', 'جانفي', 'كانونالثاني', 'يناير') then 1
        when {{ word }} in ('feb', 'february', 'fev', 'fevr', 'fevrier', 'شباط', 'فبراير', 'فيفري') then 2
        when {{ word }} in ('mar', 'march', 'mars', 'اذار', 'مارس') then 3
        when {{ word }} in ('apr', 'april', 'avr', 'avril', 'ابريل', 'افريل', 'نيسان') then 4
        when {{ word }} in ('mai', 'may', 'ايار', 'ماي', 'مايو') then 5
        when {{ word }} in ('juin', 'jun', 'june', 'جوان', 'حزيران', 'يونيو') then 6
        when {{ word }} in ('juil', 'juillet', 'jul', 'july', 'تموز', 'جويليه', 'يوليو') then 7
        when {{ word }} in ('aout', 'aug', 'august', 'اب', 'اغسطس', 'اوت') then 8
        when {{ word }} in ('sep', 'sept', 'september', 'septembre', 'ايلول', 'سبتمبر') then 9
        when {{ word }} in ('oct', 'october', 'octobre', 'اكتوبر', 'تشرينالاول') then 10
        when {{ word }} in ('nov', 'november', 'novembre', 'تشرينالثاني', 'نوفمبر') then 11
        when {{ word }} in ('dec', 'december', 'decembre', 'ديسمبر', 'كانونالاول') then 12
    end
{%- endmacro %}
