"""The custom query of a data source: the columns it shows, by name, as the reporter may read them.

What is evaluated row by row (a dimension's formula) is evaluated here, so that nobody has to type
it into Looker Studio. A month is written as its fourth day, see `MONTH_DAY`.
"""

from dashboard.spec.fields import Marts, dimension_sql, dimension_type, field_columns
from dashboard.spec.formulas import aggregates, dimension_columns
from dashboard.spec.report import DataSource

# Looker Studio compares "Last month" with as many days before it, which are not always the month
# before: 30 days before September begin on 2 August and would miss a month dated the first. From
# the fourth to the 28th, a day is met by that stretch in the month before, and in no other.
MONTH_DAY = 4


def custom_query(source: DataSource, marts: Marts) -> str:
    """The statement to paste into the form, one column a line; no semicolon, as it is nested."""
    columns = [f"    {_column(name, sql)}" for name, sql in query_columns(source, marts)]
    return "select\n" + ",\n".join(columns) + f"\nfrom marts.{source.mart}"


def query_columns(source: DataSource, marts: Marts) -> list[tuple[str, str]]:
    """Each column of the query: its name, and the SQL over the mart that makes it."""
    columns = {name: _dimension(source, name, marts) for name in source.dimensions}
    # A column that only a dimension's formula reads is not needed beside it.
    formulas = [d.formula for d in source.dimensions.values() if d.formula]
    inside = {column for formula in formulas for column in dimension_columns(formula)}
    summed = {a.column for m in source.metrics.values() for a in aggregates(m.expression)}
    for name in field_columns(source):
        if name not in inside - summed:
            columns.setdefault(name, name)
    return list(columns.items())


def _dimension(source: DataSource, name: str, marts: Marts) -> str:
    sql = dimension_sql(source, name, marts)
    if dimension_type(source, name, marts) == "Year Month":
        return f"{sql} + {MONTH_DAY - 1}"
    return sql


def _column(name: str, sql: str) -> str:
    return name if sql == name else f"{sql} as {name}"
