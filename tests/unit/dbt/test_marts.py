"""What holds for every mart names every mart."""

import re
from pathlib import Path

DBT = Path("dbt_project")


def test_keys_of_every_mart_are_looked_up_in_the_server() -> None:
    marts = {path.stem for path in (DBT / "models" / "marts").glob("*.sql")}
    test = DBT / "tests" / "invariants" / "every_key_of_a_contract_is_enforced.sql"
    (listed,) = re.findall(r"promised_keys\(\[(.*?)\]\)", test.read_text("utf-8"), re.DOTALL)
    assert set(re.findall(r"'(\w+)'", listed)) == marts
