{% macro require_tls() -%}
    {%- set is_here = target.host in ('', 'localhost', '::1') or target.host.startswith(('127.', '/')) -%}
    {%- if execute and not (is_here or target.sslmode or env_var('PGSSLMODE', '')) -%}
        {{ exceptions.raise_compiler_error(
            "profiles.yml: target `" ~ target.name ~ "` leads to another machine, `" ~ target.host ~ "`, and has no `sslmode`: "
            "add `sslmode: verify-full`, and `sslrootcert` with the file of its CA certificate"
        ) }}
    {%- endif -%}
{%- endmacro %}
