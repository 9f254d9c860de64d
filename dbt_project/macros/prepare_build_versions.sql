{#-
    Creates the table of what each table was built of. Unlogged, as the tables of `intermediate` are: where a crash of the server has
    emptied them, it has emptied this too, and the next build starts from nothing.
-#}
{% macro prepare_build_versions() -%}
    create unlogged table if not exists intermediate.build_versions (
        model text primary key,
        filenode oid not null,
        code text not null,
        inputs jsonb not null,
        version text not null,
        mended_from text
    )
{%- endmacro %}
