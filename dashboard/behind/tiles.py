"""Which rows the numbers of the first screen are made of."""

from typing import Any

from common.language import Language
from dashboard.behind.books import BOOKS
from dashboard.first.figures import Scope


def tile_behind(name: str, scope: Scope, speak: Language) -> dict[str, Any] | None:
    """What the page opens behind a number; who needs a call has a list of their own."""
    month = scope.figures[name].now["month"].isoformat()
    match name:
        case "attendance":
            mart = "session_engagement"
            tests = [("session_state", speak.known("taken")), ("month", month)]
        case "enrolled":
            mart, tests = "student_engagement", [("enrolled_label", speak.known("enrolled"))]
        case "lost":
            mart, tests = "subscriptions", [("lost_month", month)]
        case _:
            return None
    if scope.campus is not None:
        tests.append(("campus", scope.campus))
    return {
        "book": next(place for place, book in enumerate(BOOKS) if book.mart == mart),
        "tests": [[field, value, True] for field, value in tests],
    }
