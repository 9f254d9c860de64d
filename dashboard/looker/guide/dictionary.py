"""The field dictionary: what each field of a data source is to be called and set to."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.looker.guide.query import query_columns
from dashboard.spec.fields import Marts, column_type, dimension_type
from dashboard.spec.formulas import Aggregate
from dashboard.spec.report import DataSource, FieldType, Metric

# Where Looker Studio's list of types has each type.
TYPE_MENU: dict[FieldType, str] = {
    "Text": "Text",
    "Number": "Numeric → Number",
    "Percent": "Numeric → Percent",
    "Date": "Date & Time → Date",
    "Year Month": "Date & Time → Year Month",
    "Country": "Geo → Country",
    "Country code": "Geo → Country code",
}


@dataclass(frozen=True)
class Field:
    """A field: its name in the query, the one to give it, type, aggregation, and any formula."""

    name: str
    label: str
    type: FieldType
    aggregation: str
    formula: str = ""


def fields(source: DataSource, marts: Marts) -> list[Field]:
    """Columns of the query in its order, then the fields to add by formula."""
    return [*_columns(source, marts), *_calculated(source)]


def plain_sum(source: DataSource, metric: Metric) -> str | None:
    """The column whose sum a metric is, where no other field needs that column; else None."""
    expression = metric.expression
    if not isinstance(expression, Aggregate) or expression.function != "SUM":
        return None
    column = expression.column
    same = [m for m in source.metrics.values() if m.formula == metric.formula]
    return column if column not in source.dimensions and same[0] is metric else None


def _columns(source: DataSource, marts: Marts) -> Iterator[Field]:
    sums = {plain_sum(source, metric): metric.label for metric in source.metrics.values()}
    for name, _ in query_columns(source, marts):
        if name in source.dimensions:
            kind = dimension_type(source, name, marts)
            yield Field(name, source.dimensions[name].label, kind, "None")
        else:
            kind = column_type(marts[source.mart].columns[name])
            aggregation = "Sum" if kind in ("Number", "Percent") else "None"
            yield Field(name, sums.get(name, name), kind, aggregation)


def _calculated(source: DataSource) -> Iterator[Field]:
    for name, metric in source.metrics.items():
        if not plain_sum(source, metric):
            yield Field(name, metric.label, metric.type, "Auto", metric.formula)
