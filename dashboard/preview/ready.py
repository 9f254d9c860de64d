"""Charts whose rows come ready made, for pages that are no report of `report.yml`."""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from dashboard.preview.figures import plain
from dashboard.spec.report import FieldType

# `Mark`: a word that judges, shown on a colour; `assets/tables.js` knows which.
Kind: TypeAlias = FieldType | Literal["Mark"]

# Each with its label.
Columns: TypeAlias = Sequence[tuple[str, Kind]]


def ready_table(
    title: str,
    columns: Columns,
    rows: Sequence[Sequence[Any]],
    note: str = "",
    empty: str = "",
    folded: Literal["open", "closed"] | None = None,
) -> dict[str, Any]:
    """A table; `empty` is said instead of it where it has no rows."""
    dimensions = [{"label": label, "type": kind} for label, kind in columns]
    chart = _ready("Table", title, dimensions, [_row(row) for row in rows], note)
    return {**chart, "empty": empty, "folded": folded}


def ready_score(title: str, value: int | str, note: str = "") -> dict[str, Any]:
    """A big number, or the word that says why it is not shown."""
    metric = {"label": title, "type": "Number", "places": 0}
    chart = _ready("Scorecard", title, [], [{"keys": [], "metrics": [value]}], note)
    return {**chart, "metrics": [metric]}


def ready_page(
    slug: str, name: str, charts: Sequence[dict[str, Any]], words: str = "", note: str = ""
) -> dict[str, Any]:
    """A page of such charts: `words` below its name, `note` below the charts."""
    return {"slug": slug, "name": name, "question": words, "note": note, "charts": charts}


def _row(values: Sequence[Any]) -> dict[str, Any]:
    return {"keys": [plain(value) for value in values], "metrics": []}


def _ready(
    kind: str, title: str, dimensions: list[Any], answer: list[Any], note: str
) -> dict[str, Any]:
    return {
        "title": title,
        "kind": kind,
        "note": note,
        "dimensions": dimensions,
        "metrics": [],
        "answer": {"rows": answer},
        "rows": len(answer),
        "compared": False,
        "plot": None,
    }
