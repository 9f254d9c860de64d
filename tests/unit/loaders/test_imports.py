"""Which room of the loader may know which: a reader follows a file in one direction."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from common.folders import REPOSITORY

# A room is a folder, or a module that lies in none. Each may know what is listed for it.
MAY_KNOW = {
    "contract": set[str](),
    "batch": {"contract"},
    "columns": {"batch", "contract"},
    "files": {"batch", "columns", "contract"},
    "parts": {"contract"},
    "own_day": {"parts"},
    "store": {"batch", "contract"},
    "staging": {"__init__", "batch", "contract", "own_day", "parts", "store"},
    "lake": {"batch", "contract", "staging", "store"},
    "databases": {"__init__", "batch", "columns", "contract", "own_day", "staging"},
    "discovery": {"__init__", "batch", "contract", "files", "own_day", "parts", "staging"},
    "inspection": {"contract", "files", "own_day", "parts"},
    "input": {"batch", "contract", "own_day"},
    "overlooked": {"batch", "contract", "inspection", "store"},
    "naming": {"batch", "contract", "inspection", "overlooked", "store"},
    "load": {
        *("__init__", "batch", "contract", "input", "naming", "overlooked", "own_day", "parts"),
        *("staging", "store"),
    },
    "summary": {"contract", "input", "store"},
    "withdraw": {"contract", "load", "staging", "store"},
    "__main__": {
        *("batch", "contract", "databases", "discovery", "input", "inspection", "lake", "load"),
        *("own_day", "staging", "store", "summary", "withdraw"),
    },
    "__init__": set(),
}


def modules(folder: str) -> Iterator[Path]:
    return (REPOSITORY / folder).rglob("*.py")


def name(path: Path) -> str:
    return ".".join(path.relative_to(REPOSITORY).with_suffix("").parts)


def imported(path: Path) -> set[str]:
    """Return the loader's modules that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}".replace(".", "/") + ".py"
                is_module = (REPOSITORY / whole).exists()
                found.add(f"{node.module}.{alias.name}" if is_module else node.module)
    return {
        f"{module}.__init__" if (REPOSITORY / module.replace(".", "/")).is_dir() else module
        for module in found
        if module.split(".")[0] == "loaders"
    }


def test_a_room_knows_only_the_rooms_below_it() -> None:
    for path in modules("loaders"):
        room = name(path).split(".")[1]
        for module in imported(path):
            other = module.split(".")[1]
            assert other in MAY_KNOW[room] | {room}, f"{name(path)} imports {module}"


def test_no_module_of_the_loader_needs_itself() -> None:
    graph = {name(path): imported(path) for path in modules("loaders")}
    TopologicalSorter(graph).prepare()  # names the circle, if there is one


def test_nobody_imports_the_command() -> None:
    for folder in ("benchmarks", "common", "loaders", "queries", "refresh", "services", "tests"):
        for path in modules(folder):
            assert "loaders.__main__" not in imported(path), name(path)
