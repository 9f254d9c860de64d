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
    {%- set key = word_key(replace_all(text, '[0-9٠-٩۰-۹]', '')) -%}
    {%- set noun = '(' ~ counted | join('|') ~ ')(intotal|autotal|entotal)?$' -%}
    {%- set total = totals | join('|') -%}
    coalesce(
        {{ matches(key, '^(' ~ total ~ ')$') }}
        or {{ matches(key, '^(' ~ total ~ '|number|nb|nbre|عدد)(of|de|des|d|du|the|les)?(cours$|' ~ noun ~ ')') }}
        or ({{ matches(text, '[0-9٠-٩۰-۹]') }} and {{ matches(key, '^' ~ noun) }}),
        false
    )
{%- endmacro %}
