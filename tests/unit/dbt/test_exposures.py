"""dbt knows every mart that something outside of it reads."""

import re
from pathlib import Path

import pytest

from common.yaml_text import read_yaml

MARTS = Path("dbt_project/models/marts")


@pytest.mark.parametrize(
    ("exposure", "folder"),
    [
        ("standard_questions", "queries"),
        ("attendance_graph", "graph_sync"),
        ("first_screen", "dashboard/first"),
    ],
)
def test_exposure_names_the_marts_that_its_files_read(exposure: str, folder: str) -> None:
    text = (MARTS / "_exposures.yml").read_text(encoding="utf-8")
    (declared,) = [one for one in read_yaml(text)["exposures"] if one["name"] == exposure]
    files = [path for end in ("sql", "py") for path in Path(folder).rglob(f"*.{end}")]
    read = {
        mart
        for path in files
        for mart in re.findall(r"\bmarts\.([a-z_]+)", path.read_text(encoding="utf-8"))
    }
    assert {re.sub(r"ref\('(\w+)'\)", r"\1", name) for name in declared["depends_on"]} == read
