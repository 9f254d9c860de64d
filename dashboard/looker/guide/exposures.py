"""The dbt exposures of the report: exactly the marts that report.yml reads."""

from dashboard.spec.report import Report

HEADER = """\
# Written by `python -m docs.generator` from dashboard/spec/report.yml: changes here are lost.
exposures:
"""
EXPOSURES = (
    (
        "looker_studio_report",
        "Looker Studio report",
        "high",
        "The report that dashboard/spec/report.yml describes, built as docs/looker_studio.md says; "
        "it reads as the role warehouse_reporter.",
    ),
    (
        "dashboard_preview",
        "Dashboard preview",
        "high",
        "The same report as one page that opens offline, written by `make dashboard`.",
    ),
)


def exposures_yaml(report: Report) -> str:
    """The whole file, as dbt reads it."""
    marts = sorted({source.mart for source in report.data_sources})
    depends_on = "".join(f"      - ref('{mart}')\n" for mart in marts)
    return HEADER + "\n".join(
        f"  - name: {name}\n"
        f"    label: {label}\n"
        f"    type: dashboard\n"
        f"    maturity: {maturity}\n"
        f"    description: {description}\n"
        f"    depends_on:\n{depends_on}"
        f"    owner: {{name: Data team, email: data@example.org}}\n"
        for name, label, maturity, description in EXPOSURES
    )
