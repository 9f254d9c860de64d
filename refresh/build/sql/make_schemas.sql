-- Empty schemas beside those that are read, with the same rights.
do $schemas$
declare
    wanted text;
    held record;
begin
    foreach wanted in array array['intermediate', 'marts']
    loop
        execute format('create schema if not exists %I', wanted);
        execute format('create schema %I', wanted || '_next');
        for held in
            select
                case when granted.grantee = 0 then 'public'
                    else quote_ident(pg_get_userbyid(granted.grantee)) end as grantee,
                granted.privilege_type as privilege,
                case when granted.is_grantable then ' with grant option' else '' end as option
            from pg_namespace
            cross join aclexplode(pg_namespace.nspacl) as granted
            where pg_namespace.nspname = wanted and granted.grantee <> pg_namespace.nspowner
        loop
            execute format(
                'grant %s on schema %I to %s%s',
                held.privilege, wanted || '_next', held.grantee, held.option
            );
        end loop;
    end loop;
end
$schemas$
