-- The warehouse's four roles, put right whatever they were: run it as often as you like. What each
-- may read of a mart is dbt's (`grants` in dbt_project.yml). For an administrator who may create
-- roles, and schemas in this database; a superuser is not needed. Nothing here reads or writes a
-- row of a table that is there already: what its owner attached to it would run as administrator.
set local search_path = pg_catalog, pg_temp;

do $roles$
declare
    wanted text;
    is_16 boolean := current_setting('server_version_num')::integer >= 160000;
begin
    foreach wanted in array
        array['warehouse_loader', 'warehouse_transformer', 'warehouse_graph', 'warehouse_reporter']
    loop
        if to_regrole(wanted) is null then
            execute format('create role %I', wanted);
        end if;
        -- Each part of the pipeline logs in as itself.
        execute format('alter role %I login', wanted);
        -- Who gives a role tables has to be one who may take it on with SET ROLE; since PostgreSQL
        -- 16 that is a right of its own, which even the role's creator has to give himself.
        if not pg_has_role(current_user, wanted, 'usage')
            or not pg_has_role(current_user, wanted, case when is_16 then 'set' else 'member' end)
        then
            execute format('grant %I to current_user', wanted)
                || case when is_16 then ' with inherit true, set true' else '' end;
        end if;
    end loop;
end
$roles$;

-- The one that logs in from outside: no writing, no endless query, no crowd, no disk filled by a
-- sort, and no defaults that it has set for itself.
alter role warehouse_reporter reset all;
do $crowd$
begin
    execute format('alter role warehouse_reporter in database %I reset all', current_database());
    if (select rolsuper from pg_roles where rolname = current_user) then
        alter role warehouse_reporter set temp_file_limit = '1GB';
    end if;
    execute format(
        'alter role warehouse_reporter connection limit %s',
        cast(current_setting('max_connections') as integer) * 3 / 5
    );
end
$crowd$;
alter role warehouse_reporter set default_transaction_read_only = on;
alter role warehouse_reporter set statement_timeout = '2min';
-- Who went to lunch in the middle of reading keeps no build waiting, nor a build everybody else.
alter role warehouse_reporter set idle_in_transaction_session_timeout = '1min';
alter role warehouse_transformer set lock_timeout = '3min';

create schema if not exists staging;
create schema if not exists intermediate;
create schema if not exists marts;
create schema if not exists history;
create schema if not exists locks;

do $database$
begin
    -- A database that is somebody else's stays as it is.
    if exists (
        select from pg_database
        where datname = current_database() and pg_has_role(current_user, datdba, 'usage')
    ) then
        execute format(
            'grant connect on database %I to warehouse_loader, warehouse_transformer, '
            'warehouse_graph, warehouse_reporter', current_database()
        );
        execute format(
            -- Builds make schemas beside those that are read, and put them in their place.
            'grant temporary, create on database %I to warehouse_transformer', current_database()
        );
        execute format('revoke temporary on database %I from public', current_database());
    end if;
    -- Before PostgreSQL 15 everybody may make tables in it.
    if exists (
        select from pg_namespace
        where nspname = 'public' and pg_has_role(current_user, nspowner, 'usage')
    ) then
        revoke create on schema public from public;
    end if;
end
$database$;

-- Everybody may write large objects, and into the log of changes, until a superuser forbids it.
do $large_objects$
declare
    found regprocedure;
begin
    if (select rolsuper from pg_roles where rolname = current_user) then
        for found in
            select oid from pg_proc
            where
                pronamespace = 'pg_catalog'::regnamespace
                and proname ~ '^(lo_.*|lowrite|loread|pg_logical_emit_message)$'
                and has_function_privilege('warehouse_reporter', oid, 'execute')
        loop
            execute format('revoke execute on function %s from public', found);
        end loop;
    end if;
end
$large_objects$;

do $schemas$
declare
    found record;
begin
    for found in
        select wanted.*
        from (values
            ('staging', 'warehouse_loader'),
            ('intermediate', 'warehouse_transformer'),
            ('marts', 'warehouse_transformer'),
            ('history', 'warehouse_transformer'),
            ('locks', 'warehouse_transformer')
        ) as wanted (name, role)
        inner join pg_namespace on pg_namespace.nspname = wanted.name
        where pg_namespace.nspowner <> to_regrole(wanted.role)
    loop
        execute format('alter schema %I owner to %I', found.name, found.role);
    end loop;
end
$schemas$;

-- dbt's views of the raw tables are beside them.
grant usage, create on schema staging to warehouse_transformer;
alter default privileges for role warehouse_loader in schema staging
grant select on tables to warehouse_transformer;

grant usage on schema marts to warehouse_graph, warehouse_reporter;
revoke create on schema marts from warehouse_graph;

-- What no build can make again. dbt reads there what the graph found.
grant usage, create on schema history to warehouse_graph;
alter default privileges for role warehouse_graph in schema history
grant select on tables to warehouse_transformer;

-- The graph's findings in ids and numbers, and the syncs that ended well.
create table if not exists history.graph_findings (
    insight text not null,
    rank integer not null,
    student_id text,
    session_id text,
    sat_with_churned boolean,
    numerator bigint not null,
    denominator bigint not null,
    as_of_date date,
    synced_at timestamp without time zone not null,
    primary key (insight, rank)
);
create table if not exists history.graph_syncs (
    token text primary key,
    state text not null,
    mart_digest text not null,
    started_at timestamp without time zone not null,
    finished_at timestamp without time zone not null,
    summary text [] not null
);
grant select on history.graph_findings, history.graph_syncs to warehouse_transformer;

-- Whoever must not read parts of two builds locks this in access share mode before anything else:
-- then none is published meanwhile. A backup does so by itself, as it locks every table. Empty.
create table if not exists history.publishing (build_id text);
grant select on history.publishing to warehouse_graph;

-- One row per kind of work, locked by who does it; see common/servers/warehouse_lock.py.
create table if not exists locks.loader (name text primary key);
create table if not exists locks.transformer (name text primary key);
create table if not exists locks.graph (name text primary key);
grant usage on schema locks to warehouse_loader, warehouse_graph;
grant select, insert, update on locks.loader to warehouse_loader;
grant select, insert, update on locks.graph to warehouse_graph;

do $once$
declare
    name text;
begin
    -- The builds that counted, by dbt's invocation_id: published, or built in place without a
    -- failed test. `fingerprint` is of what was built, `relations` of what it became; null: built
    -- in place.
    if to_regclass('history.builds') is null then
        create table history.builds (
            build_id text primary key,
            built_at timestamptz not null default clock_timestamp(),
            as_of_date date,
            fingerprint text,
            relations text,
            refreshed_at timestamptz
        );
        -- Before there was this schema, states were kept in `intermediate`.
        if to_regclass('intermediate.int_student_states') is not null
            and to_regclass('history.int_student_states') is null
        then
            alter table intermediate.int_student_states set schema history;
            alter table history.int_student_states
            add column build_id text not null default 'before there were builds';
            alter table history.int_student_states alter column build_id drop default;
            insert into history.builds (build_id) values ('before there were builds');
        end if;
    end if;
    -- Keys of 244 random bits, kept in every backup: under another one, identifiers change. One is
    -- for identifiers that stand for personal data, one for people who were erased.
    foreach name in array array['history.identifier_key', 'staging.suppression_key']
    loop
        if to_regclass(name) is null then
            execute format(
                'create table %s (secret bytea not null, '
                'is_only boolean primary key default true check (is_only))', name
            );
            execute format(
                'insert into %s (secret) '
                'select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))', name
            );
        end if;
    end loop;
end
$once$;

-- Before sessions had a day of their own to be looked at from.
alter table if exists history.int_student_states
add column if not exists attendance_as_of_date date;

-- What was made before there were roles goes to the role whose it is. A view that one of them made
-- stays theirs: it reads with the rights of its owner.
do $objects$
declare
    found record;
begin
    for found in
        select wanted.*
        from (
            select
                pg_class.oid::regclass as name,
                case pg_class.relkind when 'v' then 'view' else 'table' end as kind,
                pg_class.relowner as owner,
                case
                    when pg_namespace.nspname = 'staging' and pg_class.relkind <> 'v'
                        then 'warehouse_loader'
                    when pg_namespace.nspname = 'history' and pg_class.relname like 'graph_%'
                        then 'warehouse_graph'
                    else 'warehouse_transformer'
                end as role
            from pg_class
            inner join pg_namespace on pg_class.relnamespace = pg_namespace.oid
            where
                pg_namespace.nspname in ('staging', 'intermediate', 'marts', 'history', 'locks')
                and pg_class.relkind in ('r', 'p', 'v')
        ) as wanted
        where
            wanted.owner <> to_regrole(wanted.role)
            and not (
                wanted.kind = 'view'
                and wanted.owner in (
                    to_regrole('warehouse_loader'), to_regrole('warehouse_transformer'),
                    to_regrole('warehouse_graph'), to_regrole('warehouse_reporter')
                )
            )
    loop
        execute format('alter %s %s owner to %I', found.kind, found.name, found.role);
    end loop;
end
$objects$;

-- What is landed, less what of the loader's is its own business.
grant select on all tables in schema staging to warehouse_transformer;
revoke all on staging.suppression_key from warehouse_transformer;
