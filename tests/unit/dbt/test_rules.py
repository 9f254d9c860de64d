"""Every data-quality rule is met by a row of an example."""

import csv
from pathlib import Path

DBT = Path("dbt_project")


def test_every_rule_has_an_example() -> None:
    with (DBT / "seeds" / "data_quality_rules.csv").open(encoding="utf-8") as file:
        rules = {row["rule"] for row in csv.DictReader(file)}
    examples = "".join(
        path.read_text("utf-8") for path in (DBT / "models" / "intermediate").glob("*.yml")
    )
    assert [rule for rule in sorted(rules) if rule not in examples] == []
