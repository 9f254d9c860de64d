"""What earlier builds have written down of the students, where it is to be forgotten."""

from collections.abc import Collection

from psycopg import errors

from common.servers.connections import Role, connect_postgres

SINCE = """
delete from history.int_student_states
where loaded_at >= (select min(finished_at) from staging.loads where load_id = any(%s))
"""


def forget_states(loads: Collection[int]) -> None:
    """Forget what was built since these loads landed, so that nothing is compared with it."""
    with connect_postgres(
        role=Role.TRANSFORMER, application_name="refresh", autocommit=True
    ) as connection:
        try:
            connection.execute(SINCE, [list(loads)])
        except errors.UndefinedTable:
            return  # nothing was built yet
