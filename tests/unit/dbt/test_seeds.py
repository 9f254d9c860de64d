"""What the seeds know holds for schools in each of the three languages."""

import csv
import unicodedata
from pathlib import Path


def test_every_country_is_known_by_an_arabic_name() -> None:
    path = Path("dbt_project/seeds/country_spellings.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [*csv.DictReader(lines)]
    arabic = {
        row["country_code"] for row in rows if "ARABIC" in unicodedata.name(row["spelling"][0])
    }
    assert {row["country_code"] for row in rows} == arabic
    known = {row["spelling"]: row["country_code"] for row in rows}
    assert [known[name] for name in ("egypt", "égypte", "مصر", "الأردن", "الاردن")] == [
        *("EG", "EG", "EG", "JO", "JO"),
    ]
