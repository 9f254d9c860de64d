-- Leaves, of each state, the last build that counted; of the states, the newest and the one before.
-- As the macro forget_old_states does, for a build that is published.
delete from history.int_student_states
where build_id not in (
    select kept.build_id
    from (
        select distinct on (states.state_key)
            states.build_id,
            states.loaded_at
        from history.int_student_states as states
        inner join history.builds as builds on states.build_id = builds.build_id
        order by states.state_key asc, builds.built_at desc
    ) as kept
    order by kept.loaded_at desc
    limit 2
)
