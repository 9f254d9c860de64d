"""What the rows behind the private page's numbers and bars are: the books.

A book holds rows of a mart, with the fields that charts group and filter by under the names that
report.yml has for them. A number opens the rows of its book that its tests let through.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from common.language import Language

# Who a row is of: the page puts the name beside it.
STUDENT = ("student_label", "student_id")
# Fields that are shown, by what they are; all others are words or names.
KINDS: Mapping[str, str] = {
    **dict.fromkeys(("last_attended_on", "session_date", "churned_on", "end_date"), "Date"),
    **dict.fromkeys(("sessions_attended", "sessions_taken"), "Number"),
    **dict.fromkeys(("students_attended", "students_expected"), "Number"),
    "activity_month": "Year Month",
    **dict.fromkeys(STUDENT, "Student"),
}


@dataclass(frozen=True)
class Book:
    """Rows of a mart: of which data sources they tell, what is shown of them, what else is known.

    `fields` are SQL of what the data sources have otherwise, or not at all; `metrics` say of a
    metric that counts not every row which it counts; `periods` which is the month that the date
    range of a data source filters by. The page carries the `most` newest rows, and says so.
    """

    mart: str
    sources: tuple[str, ...]
    shown: tuple[str, ...]
    newest: str
    where: str = "true"
    most: int = 5_000
    periods: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def same(*names: str) -> dict[str, str]:
    """Fields that a mart has under the name of the report."""
    return dict(zip(names, names, strict=True))


LOST_MONTH = """
    case when is_churned = 1 and row_number() over (
        partition by coalesce(student_id, student_email, student_name, subscription_id),
            date_trunc('month', churned_on), campus
        order by churned_on desc, subscription_id
    ) = 1 then date_trunc('month', churned_on)::date end
"""
BOOKS = (
    Book(
        "student_engagement",
        ("student_engagement",),
        (
            *("student_label", "campus", "cohort", "track", "reason", "last_attended_on"),
            *("sessions_attended", "sessions_taken"),
        ),
        "last_attended_on",
        fields=same("sessions_attended", "sessions_taken"),
        metrics={"students_at_risk": ("at_risk_label", "at risk")},
    ),
    Book(
        "student_churn",
        ("student_churn", "students_lost"),
        ("student_id", "campus", "cohort", "track", "status", "reason", "churned_on"),
        "churned_on",
        periods={"students_lost": "churned_on_month"},
        fields={
            "churned_on_month": "date_trunc('month', churned_on)::date",
            **same("student_id", "cohort", "churned_on"),
        },
    ),
    Book(
        "subscriptions",
        ("churn_by_cohort",),
        ("student_id", "campus", "track", "intake", "churned_label", "end_date", "churned_on"),
        "end_date",
        where="churn_flag is not null",
        fields={
            **{
                name: f"coalesce({name}, 'Unknown')"
                for name in ("intake", "campus", "track", "country_name")
            },
            "lost_month": LOST_MONTH,
            **same("student_id", "churned_label", "end_date", "churned_on"),
        },
        metrics={"subscriptions_churned": ("churned_label", "churned")},
    ),
    Book(
        "session_engagement",
        ("session_engagement",),
        (
            *("session_id", "session_date", "module", "campus"),
            *("students_attended", "students_expected"),
        ),
        "session_date",
        periods={"session_engagement": "session_month"},
        fields={
            "month": "session_month",
            **same("students_attended", "students_expected"),
        },
        metrics={"sessions_taken": ("session_state", "taken")},
    ),
    Book(
        "session_attendance",
        ("attendance_by_month", "attendance_by_week"),
        (
            *("session_id", "session_date", "module", "campus", "track"),
            *("students_attended", "students_expected"),
        ),
        "session_date",
        periods={"attendance_by_month": "month", "attendance_by_week": "month_of_week"},
        fields={
            "month": "session_month",
            "week": "session_week",
            "month_of_week": "date_trunc('month', session_week)::date",
            **same("session_id", "session_date", "module", "country_name", "campus", "track"),
            **same("students_attended", "students_expected"),
        },
    ),
    Book(
        "student_months",
        ("attendance_cohorts",),
        ("student_label", "campus", "track", "activity_month", "sessions_attended"),
        "month",
        most=10_000,  # of five short columns
        periods={"attendance_cohorts": "activity_month"},
        fields={
            "activity_month": "month",
            **same("student_label", "country_name", "campus", "track"),
            **same("complete_label", "sessions_attended"),
        },
    ),
)


def labels(speak: Language) -> Mapping[str, str]:
    """What the fields that are shown are called."""
    return {
        "student_label": speak.text("Student"),
        "student_id": speak.text("Student"),
        "session_id": speak.text("Session"),
        "campus": speak.text("Campus"),
        "cohort": speak.text("Cohort"),
        "track": speak.text("Track"),
        "module": speak.text("Module"),
        "intake": speak.text("Intake"),
        "reason": speak.text("Reason"),
        "status": speak.text("Status"),
        "churned_label": speak.text("Status"),
        "session_date": speak.text("Date"),
        "activity_month": speak.text("Month"),
        "last_attended_on": speak.text("Last attended"),
        "end_date": speak.text("End"),
        "churned_on": speak.text("Lost on"),
        "sessions_attended": speak.text("Attended"),
        "sessions_taken": speak.text("Expected"),
        "students_attended": speak.text("Attended"),
        "students_expected": speak.text("Expected"),
    }
