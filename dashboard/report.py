"""report.yml as frozen objects: pages, charts and data sources in Looker Studio's words."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from dashboard.formulas import Expression, parse_metric
from services.errors import UserError
from services.folders import REPOSITORY

REPORT = REPOSITORY / "dashboard" / "report.yml"
PROJECT = REPOSITORY / "dbt_project.yml"

ChartKind = Literal["Scorecard", "Time series chart", "Bar chart", "Table", "Pivot table"]
FieldType = Literal["Text", "Number", "Percent", "Date", "Year Month", "Country", "Country code"]
Condition = Literal["Equal to", "Not equal to"]
DateRange = Annotated[str, Field(pattern=r"^(last full month|last \d+ months)$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(min_length=1)]
# One name, or several in a list.
Names = Annotated[
    tuple[Name, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)
]


class Strict(BaseModel):
    """What knows no other keys than its own, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Dimension(Strict):
    """What to group by: a column of the mart, or a formula over a row's columns."""

    label: Words
    formula: str | None = None
    type: FieldType | None = None


class Metric(Strict):
    """What to count: a formula over aggregated columns."""

    label: Words
    formula: str
    type: Literal["Number", "Percent", "Date"] = "Number"

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
    """One data source: a mart, with what the report shows of it."""

    name: Name
    table: Name = ""
    date_range_dimension: Name | None = None
    dimensions: Dimensions
    metrics: Mapping[Name, Metric]

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


class Chart(Strict):
    """One chart of a page."""

    title: Words
    chart: ChartKind
    data_source: Name
    dimension: Names = ()
    column_dimension: Name | None = None
    metric: Names
    filter: Filter | None = None
    sort: Sort | None = None
    rows: int | None = Field(default=None, ge=1, le=100)
    date_range: DateRange | None = None
    comparison: Literal["previous period"] | None = None
    note: str = ""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The fields it groups by, a pivot table's columns included."""
        return (*self.dimension, *([self.column_dimension] if self.column_dimension else ()))


class Page(Strict):
    """One page: a question, and the charts that answer it."""

    name: Words
    question: Words
    charts: tuple[Chart, ...] = Field(min_length=1, max_length=12)

    @property
    def slug(self) -> str:
        """Its name for an address or a file."""
        return re.sub(r"\W+", "_", self.name.lower())


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


def read_report(path: Path = REPORT) -> Report:
    """Read and check the shape of report.yml; raise UserError naming every place that is wrong."""
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        variables = yaml.safe_load(PROJECT.read_text("utf-8"))["vars"]
    except OSError as error:
        raise UserError(f"cannot read {error.filename}: {error.strerror}") from None
    except yaml.YAMLError as error:
        raise UserError(f"{path} is not valid YAML: {error}") from None
    try:
        return Report.model_validate(_filled_in(content, variables, path))
    except ValidationError as error:
        raise UserError(f"{path.name}: {'; '.join(_problems(error, content))}") from None


def _filled_in(value: Any, variables: Mapping[str, Any], path: Path) -> Any:
    """Put dbt's variables into `{words in braces}`; shares become percents."""
    if isinstance(value, dict):
        return {key: _filled_in(item, variables, path) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled_in(item, variables, path) for item in value]
    if not isinstance(value, str):
        return value

    def variable(match: re.Match[str]) -> str:
        if match[1] not in variables:
            raise UserError(f"{path.name}: dbt_project.yml has no variable `{match[1]}`")
        number = variables[match[1]]
        return f"{number:.0%}" if isinstance(number, float) else str(number)

    return re.sub(r"\{(\w+)\}", variable, value)


def _problems(error: ValidationError, content: Any) -> list[str]:
    """Each problem with its place, a list's items by their name or title."""
    found = []
    for problem in error.errors():
        place, here = [], content
        for step in problem["loc"]:
            try:
                here = here[step]
            except (KeyError, IndexError, TypeError):
                here = None
            named = isinstance(here, dict) and (here.get("title") or here.get("name"))
            place.append(f"`{named}`" if named and isinstance(step, int) else str(step))
        found.append(f"{' → '.join(place) or 'the file'}: {problem['msg']}")
    return found
