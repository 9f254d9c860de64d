{% macro without_weekday(text) -%}
    {%- set weekdays = [
        'dim', 'dimanche', 'fri', 'friday', 'jeu', 'jeudi', 'lun', 'lundi', 'mar', 'mardi', 'mer', 'mercredi',
        'mon', 'monday', 'sam', 'samedi', 'sat', 'saturday', 'sun', 'sunday', 'thu', 'thur', 'thurs', 'thursday',
        'tue', 'tues', 'tuesday', 'ven', 'vendredi', 'wed', 'wednesday', 'أحد', 'أربعاء', 'اثنين', 'الأثنين',
        'الأحد', 'الأربعاء', 'الإثنين', 'الاثنين', 'الاحد', 'الاربعاء', 'الثلاثاء', 'الجمعة', 'الخميس', 'السبت',
        'ثلاثاء', 'جمعة', 'خميس', 'سبت',
    ] -%}
    {{ replace_all(
        text, '^(يوم )?(' ~ weekdays | join('|') ~ ')[.,]* *(?=[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4})', '', any_case=true
    ) }}
{%- endmacro %}
