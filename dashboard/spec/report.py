"""report.yml as frozen objects: pages, charts and data sources in Looker Studio's words."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)

from dashboard.spec.formulas import Expression, parse_metric

ChartKind = Literal["Scorecard", "Time series chart", "Bar chart", "Table", "Pivot table"]
FieldType = Literal["Text", "Number", "Percent", "Date", "Year Month", "Country", "Country code"]
Condition = Literal["Equal to", "Not equal to"]
DateRange = Annotated[str, Field(pattern=r"^(last full month|last \d+ months)$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


def _in_words(text: str, info: ValidationInfo) -> str:
    """What a reader sees, in the language that the file is read in."""
    return str(info.context["say"](text)) if info.context else text


Words = Annotated[str, AfterValidator(_in_words)]
# One name, or several in a list.
Names = Annotated[
    tuple[Name, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)
]


class Strict(BaseModel):
    """What knows no other keys than its own, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Dimension(Strict):
    """What to group by: a column of the mart, or a formula over a row's columns.

    `said` where its values are words of this project, which each language has for itself.
    """

    label: Words
    formula: str | None = None
    type: FieldType | None = None
    said: bool = False


class Metric(Strict):
    """What to count: a formula over aggregated columns."""

    label: Words
    formula: str
    type: Literal["Number", "Percent", "Date"] = "Number"

    @property
    def places(self) -> int:
        """Digits behind the point: one where sums are divided, as in students per session."""
        return 1 if " / SUM" in self.formula else 0

    @property
    def expression(self) -> Expression:
        """The formula, understood."""
        return parse_metric(self.formula)


Dimensions = Annotated[
    Mapping[Name, Dimension],
    BeforeValidator(
        lambda named: (
            {k: {"label": v} if isinstance(v, str) else v for k, v in named.items()}
            if isinstance(named, dict)
            else named
        )
    ),
]


class DataSource(Strict):
    """One data source: a mart, with what the report shows of it.

    `where` is SQL: which of the mart's rows it has, where that is not all; `unfiltered` is why it
    follows not every control.
    """

    name: Name
    table: Name = ""
    where: str = ""
    date_range_dimension: Name | None = None
    dimensions: Dimensions
    metrics: Mapping[Name, Metric]
    people: tuple[str, ...] = ()
    unfiltered: Words = ""

    @property
    def counts_of_people(self) -> list[Expression]:
        """`people`, understood: how many are in a group, then those that metrics count."""
        return [parse_metric(formula) for formula in self.people]

    @property
    def mart(self) -> str:
        """The mart it reads: `table`, else the one of its own name."""
        return self.table or self.name


class Control(Strict):
    """A drop-down list that filters every data source with the field."""

    field: Name
    label: Words
    everything: Words


class Filter(Strict):
    """Which rows a chart includes, by a dimension: Looker Studio filters numbers added up."""

    include: Name
    condition: Condition
    value: str


class Sort(Strict):
    """Which rows come first."""

    by: Name
    order: Literal["Ascending", "Descending"]
    unknown: Literal["first", "last"] = "last"


class Chart(Strict):
    """One chart of a page."""

    title: Words
    chart: ChartKind
    data_source: Name
    dimension: Names = ()
    column_dimension: Name | None = None
    metric: Names
    left_out: Name | None = None
    filter: Filter | None = None
    sort: Sort | None = None
    rows: int | None = Field(default=None, ge=1, le=100)
    date_range: DateRange | None = None
    comparison: Literal["previous period"] | None = None
    note: Words = ""
    private: bool = False

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics it needs: a scorecard also says how many its figure leaves out."""
        return (*self.metric, *([self.left_out] if self.left_out else ()))

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The fields it groups by, a pivot table's columns included."""
        return (*self.dimension, *([self.column_dimension] if self.column_dimension else ()))


class Page(Strict):
    """One page: a question, and the charts that answer it."""

    name: Words
    slug: str  # its English name, for an address or a file
    question: Words
    charts: tuple[Chart, ...] = Field(min_length=1, max_length=12)

    @model_validator(mode="before")
    @classmethod
    def _slug(cls, page: Any) -> Any:
        if not isinstance(page, dict):
            return page
        return {**page, "slug": re.sub(r"\W+", "_", str(page.get("name")).lower())}


class Report(Strict):
    """The whole report."""

    name: Words
    date_range_months: int = Field(ge=2, le=120)
    controls: tuple[Control, ...]
    data_sources: tuple[DataSource, ...] = Field(min_length=1)
    pages: tuple[Page, ...] = Field(min_length=1)

    def source(self, name: str) -> DataSource:
        """The data source of that name; KeyError where there is none."""
        return {source.name: source for source in self.data_sources}[name]
