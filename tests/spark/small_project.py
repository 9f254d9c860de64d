"""The project cut down to a few marts and what they need, which Spark builds in a minute."""

import shutil
from pathlib import Path

from common.folders import REPOSITORY
from common.servers.connections import Role, connect_postgres

# dbt's default: whoever builds in that folder names nothing.
SELECTORS = """\
selectors:
  - name: a_few_marts
    default: true
    definition:
      union:
        - every_record_in_a_file_landed_or_was_rejected
"""
MART = """\
        - method: path
          value: dbt_project/models/marts/{}.sql
          parents: true
          indirect_selection: empty
"""
# Whoever publishes forgets old states here; these marts make none.
STATES = """
create table if not exists history.int_student_states
(build_id text, state_key text, loaded_at timestamp)
"""


def cut_down(folder: Path, *marts: str) -> Path:
    """Make that project in a folder, for dbt's setting `DBT_PROJECT_DIR`."""
    shutil.copytree(REPOSITORY / "dbt_project", folder / "dbt_project")
    shutil.copy(REPOSITORY / "dbt_project.yml", folder)
    (folder / "selectors.yml").write_text(SELECTORS + "".join(map(MART.format, marts)), "utf-8")
    with connect_postgres(role=Role.TRANSFORMER, autocommit=True) as connection:
        connection.execute(STATES)
    return folder
