"""Takes the place of dbt's `adapter` while sqlfluff lints without a database: a dispatched macro reads as a function call, or as its name where it takes nothing."""

from collections.abc import Callable, Mapping


def _rows(alias: str, lists: Mapping[str, object]) -> str:
    return f"rows_of_lists() as {alias} ({', '.join(lists)})"


# Clauses, which read neither as a name nor as a call.
CLAUSES: dict[str, Callable[..., str]] = {
    "computed_once": lambda: "offset 0",
    "rows_of_lists": _rows,
}


def dispatch(macro_name: str) -> Callable[..., str]:
    """Return what renders `macro(argument, …)` as the SQL text `macro(argument, …)`, `macro()` as `macro`."""

    def rendered(*arguments: str) -> str:
        return f"{macro_name}({', '.join(arguments)})" if arguments else macro_name

    return CLAUSES.get(macro_name, rendered)
