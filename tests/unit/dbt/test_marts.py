"""What holds for every mart, and for every table, names it."""

import re
from pathlib import Path

DBT = Path("dbt_project")


def test_keys_of_every_mart_are_looked_up_in_the_server() -> None:
    marts = {path.stem for path in (DBT / "models" / "marts").glob("*.sql")}
    test = DBT / "tests" / "invariants" / "every_key_of_a_contract_is_enforced.sql"
    (listed,) = re.findall(r"keys_not_held\(\[(.*?)\]\)", test.read_text("utf-8"), re.DOTALL)
    assert set(re.findall(r"'(\w+)'", listed)) == marts


def test_hooks_of_tables_are_written_where_dbt_knows_the_table() -> None:
    # In the YAML of a model `{{ this }}` is empty, and `analyze` alone reads the whole database.
    for path in (DBT / "models").rglob("*.yml"):
        assert not re.findall(r"hook.*\{\{.*", path.read_text("utf-8")), path
