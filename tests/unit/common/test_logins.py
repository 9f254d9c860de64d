"""The administrator's login is for setup alone."""

import ast
from pathlib import Path

PACKAGES = (
    "backup", "common", "dashboard", "graph_sync", "loaders", "privacy", "queries", "refresh",
    "verdict",
)  # fmt: skip
# The last one has the server write its own tables and log again, and reads nobody's.
SETUP = {"common/servers/roles.py", "common/servers/connections.py", "privacy/rewriting.py"}


def calls(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text("utf-8"))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ("connect_postgres", "postgres_settings")
    ]


def test_nothing_but_setup_connects_without_saying_as_whom() -> None:
    found = {
        str(path)
        for package in PACKAGES
        for path in Path(package).rglob("*.py")
        for call in calls(path)
        if not call.args and "role" not in {keyword.arg for keyword in call.keywords}
    }
    assert found - SETUP == {
        "common/servers/setup.py"
    }  # which says at which address it made the roles
