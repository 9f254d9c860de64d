"""What a data source's fields are in the mart: columns, SQL expressions, types."""

from collections.abc import Mapping

from dashboard.spec.formulas import aggregates, dimension_columns
from dashboard.spec.marts import Column, Mart
from dashboard.spec.report import DataSource, FieldType

Marts = Mapping[str, Mart]


def field_columns(source: DataSource) -> list[str]:
    """Every column of the mart that the source's fields read, once each."""
    columns = [source.date_range_dimension] if source.date_range_dimension else []
    for name, dimension in source.dimensions.items():
        columns += dimension_columns(dimension.formula) if dimension.formula else [name]
    for metric in source.metrics.values():
        columns += [aggregate.column for aggregate in aggregates(metric.expression)]
    return list(dict.fromkeys(columns))


def column_type(column: Column) -> FieldType:
    """The type that a column has in Looker Studio."""
    if column.name == "country_code":
        return "Country code"
    if column.name == "country_name":
        return "Country"
    if column.data_type == "date":
        return "Year Month" if column.name.endswith("month") else "Date"
    if column.numeric:
        return "Percent" if column.name.endswith("_rate") else "Number"
    return "Text"


def dimension_type(source: DataSource, name: str, marts: Marts) -> FieldType:
    """The type of a dimension: as report.yml says, else as its column has it."""
    dimension = source.dimensions[name]
    if dimension.type:
        return dimension.type
    return "Text" if dimension.formula else column_type(marts[source.mart].columns[name])


def dimension_sql(source: DataSource, name: str, marts: Marts) -> str:
    """The SQL of a dimension; a formula is SQL as written."""
    formula = source.dimensions[name].formula
    if formula:
        return formula
    return month_sql(name) if dimension_type(source, name, marts) == "Year Month" else name


def month_sql(column: str) -> str:
    """The first day of a date's month."""
    return f"date_trunc('month', {column})::date"
