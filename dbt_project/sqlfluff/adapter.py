"""Stands in for dbt's `adapter` while sqlfluff lints without a database: a dispatched macro reads as a function call."""

from collections.abc import Callable


def dispatch(macro_name: str) -> Callable[..., str]:
    """Return what renders `macro(argument, …)` as the SQL text `macro(argument, …)`."""
    return lambda *arguments: f"{macro_name}({', '.join(arguments)})"
