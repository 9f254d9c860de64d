"""Takes the place of dbt's `adapter` while sqlfluff lints without a database: a dispatched macro reads as a function call, or as its name where it takes nothing."""

from collections.abc import Callable


def dispatch(macro_name: str) -> Callable[..., str]:
    """Return what renders `macro(argument, …)` as the SQL text `macro(argument, …)`, `macro()` as `macro`."""
    return lambda *arguments: f"{macro_name}({', '.join(arguments)})" if arguments else macro_name
