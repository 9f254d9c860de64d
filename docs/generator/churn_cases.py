"""The table of docs/reference/churn_cases.md, from the files that the model's unit test reads."""

import csv
from pathlib import Path

FIXTURES = Path("dbt_project/tests/fixtures")
HEADER = ["case", "starts", "ends", "progress", "diploma", "word", "status", "why", "lost on"]
UNREADABLE = "cannot be read"


def churn_cases() -> str:
    """Set the cases, one subscription a row, beside the status they must get, as Markdown."""
    given = _rows("churn_cases.csv")
    expected = {row["subscription_id"]: row for row in _rows("churn_cases_expected.csv")}
    lines = [HEADER, ["---"] * len(HEADER)]
    lines += [_line(case, expected[case["subscription_id"]]) for case in given]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _line(case: dict[str, str], verdict: dict[str, str]) -> list[str]:
    status = f"`{verdict['subscription_status']}`"
    return [
        case["subscription_id"],
        case["start_date"] or "-",
        case["end_date"] or (UNREADABLE if case["is_end_unreadable"] == "true" else "-"),
        _progress(case),
        _diploma(case),
        case["export_status"],
        f"**{status}**" if verdict["churn_flag"] == "true" else status,
        ", ".join(f"`{verdict[why]}`" for why in ("status_reason", "churn_reason") if verdict[why]),
        verdict["churned_on"],
    ]


def _progress(case: dict[str, str]) -> str:
    if case["is_progress_unreadable"] == "true":
        return UNREADABLE
    return f"{float(case['progress']) * 100:g} %" if case["progress"] else "not known"


def _diploma(case: dict[str, str]) -> str:
    if case["is_diploma_unreadable"] == "true" and not case["diploma_date"]:
        return UNREADABLE
    says = {"true": "yes", "false": "no", "": "not known"}[case["has_diploma"]]
    dated = "to come on" if case["is_diploma_unreadable"] == "true" else "dated"
    return f"{says}, {dated} {case['diploma_date']}" if case["diploma_date"] else says
