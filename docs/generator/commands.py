"""The page of all commands: what each says of itself when asked for help."""

import io
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from unittest.mock import patch

# In the order in which a newcomer meets them.
MODULES = (
    "common",
    "services",
    "loaders",
    "graph_sync",
    "dashboard",
    "refresh",
    "serve",
    "privacy",
    "backup",
    "queries",
    "data.generator",
    "docs.generator",
    "queries.page",
)
WIDTH = "100"
# A subcommand in a parser's list of them.
SUBCOMMAND = re.compile(r"^    ([a-z-]+)(?:  |$)", re.MULTILINE)


def commands_page() -> str:
    """List what `make` and each module of the project can be told, in their own words."""
    done = subprocess.run(["make", "help"], capture_output=True, text=True, check=True)
    parts = [f"## make\n\n{_block(done.stdout)}"]
    for module in MODULES:
        blocks = "\n\n".join(_block(text) for text in _helps(module))
        parts.append(f"## python -m {module}\n\n{blocks}")
    return "\n\n".join(parts)


def help_of(module: str, *subcommand: str) -> str:
    """What `python -m MODULE SUBCOMMAND --help` prints."""
    printed = io.StringIO()
    arguments = [module, *subcommand, "--help"]
    with (
        patch.object(sys, "argv", arguments),
        patch.dict(os.environ, {"COLUMNS": WIDTH}),
        redirect_stdout(printed),
        suppress(SystemExit),
    ):
        runpy.run_module(module, run_name="__main__", alter_sys=False)
    return printed.getvalue()


def subcommands(text: str) -> list[str]:
    """The subcommands that a help text lists."""
    _, found, listed = text.partition("positional arguments:\n  c")
    if not found:
        _, found, listed = text.partition("positional arguments:\n  C")
    return SUBCOMMAND.findall(listed.partition("\n\n")[0]) if found else []


def _helps(module: str) -> Iterator[str]:
    text = help_of(module)
    yield text
    for name in subcommands(text):
        yield help_of(module, name)


def _block(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```"
