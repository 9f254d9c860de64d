"""Takes the place of dbt's `adapter` while sqlfluff lints without a database: a dispatched macro reads as a function call, or as its name where it takes nothing."""

from collections.abc import Callable, Mapping


def _rows(alias: str, lists: Mapping[str, object]) -> str:
    return f"rows_of_lists() as {alias} ({', '.join(lists)})"


# Clauses, which read neither as a name nor as a call.
CLAUSES: dict[str, Callable[..., str]] = {
    "computed_once": lambda: "offset 0",
    "keys_not_held": lambda marts: f"select '{len(marts)} marts' as marts",
    "rows_of_lists": _rows,
    "stored_by": lambda columns: f"order by {columns}",
    "text_literal": lambda text: "'text'",
}
# What else these take is no SQL.
OF_ONE_COLUMN = ("joined_in_order", "matched_part", "matches", "normalized", "replace_all", "words_in_order")


def dispatch(macro_name: str) -> Callable[..., str]:
    """Return what renders `macro(argument, …)` as the SQL text `macro(argument, …)`, `macro()` as `macro`."""

    def rendered(*arguments: str) -> str:
        said = arguments[:1] if macro_name in OF_ONE_COLUMN else arguments
        return f"{macro_name}({', '.join(said)})" if said else macro_name

    return CLAUSES.get(macro_name, rendered)


def quote(identifier: str) -> str:
    """Return an identifier as PostgreSQL quotes it."""
    return f'"{identifier}"'


def type() -> str:
    """Return the kind of engine that is linted for."""
    return "postgres"
