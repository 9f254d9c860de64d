"""Says on the first screen how small a change is called steady, and how large one is much."""

from common.language import Language
from common.yaml_text import project_variables
from dashboard.first.wording import points


def bands(speak: Language) -> str:
    """The bands of dbt_project.yml, by which the marts judge, in a sentence or two."""
    variables = project_variables()
    return speak.text(
        "Steady is a change of less than {points} in attendance, {enrolled} of the enrolled, "
        "and {people} of the lost or of those to call. {times} times that is much better or much "
        "worse.",
        points=points(variables["headline_steady_rate"], speak),
        enrolled=speak.whole_percent(variables["headline_steady_enrolled"]),
        people=speak.whole_percent(variables["headline_steady_people"]),
        times=speak.number(variables["headline_large_change"]),
    )
