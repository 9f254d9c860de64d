"""The chain of attendance, cut out of the project: from its files to the mart `attendance`.

A third of the models, with the tests that a school's own data can break, on exports of a few rows.
"""

import shutil
from pathlib import Path

from common.folders import REPOSITORY
from common.servers.connections import Role, connect_postgres

# dbt's default: whoever builds in that folder names nothing.
SELECTORS = """\
selectors:
  - name: attendance
    default: true
    definition:
      union:
        - method: path
          value: dbt_project/models/marts/attendance.sql
          parents: true
          indirect_selection: empty
        - every_record_in_a_file_landed_or_was_rejected
        - no_rule_is_broken_by_most_attendances
        # Which a build leaves out.
        - only_kept_marks_that_say_so_become_attendances
"""
# Whoever publishes forgets old states here; this chain makes none.
STATES = """
create table if not exists history.int_student_states
(build_id text, state_key text, loaded_at timestamp)
"""
SESSIONS = ("one", "two")
# One statement over tables of both schemas: all count the students, who attended both sessions.
COUNTS = """
select
    (select count(*) from marts.students) as students,
    (select count(distinct student_id) from marts.attendance) as attended,
    (select count(*) / 2 from marts.attendance) as attendances,
    (
        select rows_landed / 2 from intermediate.int_loads
        where is_in_force and source_name = 'attendance'
    ) as landed
"""


def cut_out(folder: Path) -> Path:
    """Make that project in a folder, for dbt's setting `DBT_PROJECT_DIR`."""
    shutil.copytree(REPOSITORY / "dbt_project", folder / "dbt_project")
    shutil.copy(REPOSITORY / "dbt_project.yml", folder)
    (folder / "selectors.yml").write_text(SELECTORS, "utf-8")
    with connect_postgres(role=Role.TRANSFORMER, autocommit=True) as connection:
        connection.execute(STATES)
    return folder


def write(folder: Path, students: int) -> None:
    """Write the exports of a school in which so many students attended both sessions."""
    people = [str(number) for number in range(students)]
    exports = {
        "students": ["student_id,name,email", *(f"{each},Ada {each}," for each in people)],
        "sessions": [
            "session_id,date,duration,module",
            *(f"{session},2026-06-01,90,SQL" for session in SESSIONS),
        ],
        "attendance": [
            "student_id,session_id",
            *(f"{each},{session}" for each in people for session in SESSIONS),
        ],
    }
    for name, lines in exports.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
