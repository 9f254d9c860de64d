"""Takes the place of dbt's `adapter` while sqlfluff lints without a database: a dispatched macro reads as a function call, or as its name where it takes nothing."""

from collections.abc import Callable

# Clauses, which read neither as a name nor as a call.
CLAUSES = {"computed_once": "offset 0"}


def dispatch(macro_name: str) -> Callable[..., str]:
    """Return what renders `macro(argument, …)` as the SQL text `macro(argument, …)`, `macro()` as `macro`."""
    alone = CLAUSES.get(macro_name, macro_name)
    return lambda *arguments: f"{macro_name}({', '.join(arguments)})" if arguments else alone
