{#- Writes down of what this model's table was just built, in the transaction that built it. -#}
{% macro record_build() -%}
    {%- if execute and model.config.materialized == 'table' -%}
        insert into intermediate.build_versions (model, filenode, code, inputs, version)
        {{ build_state() }}
        on conflict (model) do update set
            filenode = excluded.filenode,
            code = excluded.code,
            inputs = excluded.inputs,
            version = excluded.version,
            -- A table that was mended is still the same file.
            mended_from = case
                when build_versions.filenode = excluded.filenode then build_versions.version
            end
    {%- endif -%}
{%- endmacro %}
