{% macro sums_up(text) -%}
    {#- The lists are those of loaders/synonyms.yml, as word_key folds them. -#}
    {%- set totals = [
        'average', 'count', 'grandtotal', 'mean', 'moyenne', 'nombre', 'somme', 'soustotal', 'subtotal', 'sum', 'total',
        'totalgeneral', 'totals', 'totaux', 'اجمالي', 'الاجمالي', 'المتوسط', 'المجموع', 'المعدل', 'مجموع',
    ] -%}
    {%- set counted = [
        'abonnements', 'absences', 'apprenants', 'attendances', 'attendees', 'clients', 'contracts', 'contrats', 'eleves',
        'enregistrements', 'entries', 'etudiantes', 'etudiants', 'etudiantsinscrits', 'inscriptions', 'inscrits', 'learners',
        'lessons', 'lignes', 'lines', 'participants', 'presences', 'pupils', 'records', 'results', 'resultats', 'rows',
        'seances', 'sessions', 'students', 'subscriptions', 'الاشتراكات', 'الجلسات', 'الحصص', 'السجلات', 'الصفوف',
        'الطلاب', 'اشتراكات', 'جلسات', 'حصص', 'سجلات', 'صفوف', 'طلاب',
    ] -%}
    {%- set key = word_key("regexp_replace(" ~ text ~ ", '[0-9٠-٩۰-۹]', '', 'g')") -%}
    {%- set noun = '(' ~ counted | join('|') ~ ')(intotal|autotal|entotal)?$' -%}
    {%- set total = totals | join('|') -%}
    coalesce(
        {{ key }} ~ '^({{ total }})$'
        or {{ key }} ~ '^({{ total }}|number|nb|nbre|عدد)(of|de|des|d|du|the|les)?(cours$|{{ noun }})'
        or ({{ text }} ~ '[0-9٠-٩۰-۹]' and {{ key }} ~ '^{{ noun }}'),
        false
    )
{%- endmacro %}
