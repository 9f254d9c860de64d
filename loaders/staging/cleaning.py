"""dbt's macros of `cleaning` as SQL for what is not dbt, so that there is one way to clean."""

import re
from functools import cache
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment

from common.folders import REPOSITORY
from common.yaml_text import project_variables

MACROS = REPOSITORY / "dbt_project" / "macros"
# Those of cleaning, and what they call where the engines differ.
ROOMS = ("adapter", "cleaning")


def cleaned(macro: str, *arguments: str) -> str:
    """Return the SQL that a macro makes of its arguments, which are expressions."""
    return str(getattr(_macros(), macro)(*arguments))


@cache
def _macros() -> Any:
    """Render the folders as dbt does on PostgreSQL, with the variables of dbt_project.yml."""
    environment = Environment(extensions=["jinja2.ext.do"], autoescape=False)

    def dispatch(name: str) -> Any:
        return getattr(module, f"postgres__{name}", None) or getattr(module, f"default__{name}")

    environment.globals.update(
        var=project_variables().__getitem__,
        modules=SimpleNamespace(re=re),
        adapter=SimpleNamespace(dispatch=dispatch),
    )
    files = [path for room in ROOMS for path in sorted((MACROS / room).glob("*.sql"))]
    text = "\n".join(path.read_text("utf-8") for path in files)
    module: Any = environment.from_string(text).module
    return module
