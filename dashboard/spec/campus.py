"""The report of one campus: what its manager may see, and nothing of another."""

from dashboard.spec.fields import Marts
from dashboard.spec.report import Page, Report


def of_campus(report: Report, marts: Marts, campus: str) -> Report:
    """The report's charts whose marts say of a row which campus it is of, of this campus alone."""
    sources = tuple(
        source.model_copy(update={"where": campus_sql(campus)})
        for source in report.data_sources
        if "campus" in marts[source.mart].columns
    )
    pages = [_page(page, {source.name for source in sources}) for page in report.pages]
    kept = tuple(page for page in pages if page.charts)
    return report.model_copy(update={"data_sources": sources, "pages": kept})


def campus_sql(campus: str) -> str:
    """The condition on a row of a mart."""
    literal = campus.replace("'", "''")
    return f"campus = '{literal}'"


def _page(page: Page, sources: set[str]) -> Page:
    charts = tuple(chart for chart in page.charts if chart.data_source in sources)
    return page.model_copy(update={"charts": charts})
