{% macro real_key(text) -%}
    {%- set key = "trim(leading " ~ text_literal("'’ ") ~ " from " ~ latin_digits(text) ~ ")" -%}
    case
        when {{ matches(key, '^#([a-z0-9/]+[!?]|n/a|#+)$', any_case=true) }} then null
        when {{ matches(key, '^[0-9]([.,][0-9]+)?e[+][0-9]{1,3}$', any_case=true) }} then null
        when {{ matches(key, '[0-9]') }} and not {{ matches(key, '[[:alpha:]]{4}') }} then {{ key }}
        when {{ sums_up(key) }} then null
        when {{ matches(key, '[0-9]') }} then {{ key }}
        when {{ word_key(key) }} in ({{ no_keys() }}) then null
        else nullif({{ key }}, '')
    end
{%- endmacro %}

{% macro no_keys() -%}
    {#- What stands in the place of a key where a line sums others up or repeats the header. -#}
    {%- set words = [
        'apprenant', 'average', 'classid', 'codeapprenant', 'codecours', 'codeeleve',
        'codeetudiant', 'codeseance', 'codestagiaire', 'count', 'eleve', 'etudiant', 'familyname',
        'fullname', 'grandtotal', 'id', 'idapprenant', 'idcours', 'ideleve', 'identifiant',
        'identifiantapprenant', 'identifianteleve', 'identifiantetudiant', 'identifiantseance',
        'idetudiant', 'idnumber', 'idseance', 'idsession', 'idstudent', 'lastname', 'learner',
        'learnerid', 'lessonid', 'matricule', 'matriculeapprenant', 'matriculeeleve',
        'matriculeetudiant', 'mean', 'moyenne', 'name', 'napprenant', 'ncours', 'neleve',
        'netudiant', 'nocours', 'noeleve', 'noetudiant', 'nom', 'nombre', 'nomcomplet',
        'nomdefamille', 'nomdeletudiant', 'nometprenom', 'nometprenoms', 'nometudiant', 'noseance',
        'nseance', 'nstagiaire', 'numeroapprenant', 'numerocours', 'numerodidentification',
        'numeroeleve', 'numeroetudiant', 'numeroseance', 'sessioncode', 'sessionid', 'sessionno',
        'sessionnumber', 'somme', 'soustotal', 'student', 'studentcode', 'studentid', 'studentname',
        'studentno', 'studentnumber', 'subtotal', 'sum', 'surname', 'total', 'totalgeneral',
        'totals', 'totaux', 'اجمالي', 'اسمالطالب', 'اسمالعايله', 'الاجمالي', 'الاسم', 'الاسمالكامل',
        'الرقمالتعريفي', 'الرقمالجامعي', 'الطالب', 'اللقب', 'المتوسط', 'المجموع', 'المعدل',
        'المعرف', 'النسب', 'رقمالجلسه', 'رقمالحصه', 'رقمالدرس', 'رقمالطالب', 'رقمالقيد',
        'كودالجلسه', 'كودالطالب', 'مجموع', 'معرفالجلسه', 'معرفالطالب'
    ] -%}
    '{{ words | join("', '") }}'
{%- endmacro %}
