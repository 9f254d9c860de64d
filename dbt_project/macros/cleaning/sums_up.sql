{% macro sums_up(text) -%}
    {#- The lists are those of loaders/synonyms.yml, as word_key folds them. -#}
    {%- set totals = [
        'average', 'count', 'grandtotal', 'mean', 'moyenne', 'nombre', 'somme', 'soustotal', 'subtotal', 'sum', 'total',
        'totalgeneral', 'totals', 'totaux', 'اجمالي', 'الاجمالي', 'المتوسط', 'المجموع', 'المعدل', 'مجموع',
    ] -%}
    {%- set counted = [
        'abonnements', 'absences', 'absent', 'absentes', 'absents', 'apprenants', 'attendances', 'attendees', 'clients',
        'contracts', 'contrats', 'eleves', 'enregistrements', 'entries', 'etudiantes', 'etudiants', 'etudiantsinscrits',
        'excused', 'excuses', 'inscriptions', 'inscrits', 'late', 'learners', 'lessons', 'lignes', 'lines',
        'participants', 'presences', 'present', 'presentes', 'presents', 'pupils', 'records', 'results', 'resultats',
        'retardataires', 'retards', 'rows', 'seances', 'sessions', 'students', 'subscriptions', 'الاشتراكات', 'الجلسات',
        'الحاضرون', 'الحاضرين', 'الحصص', 'السجلات', 'الصفوف', 'الطلاب', 'الغايبون', 'الغايبين', 'اشتراكات', 'جلسات',
        'حصص', 'سجلات', 'صفوف', 'طلاب',
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
