"""`python -m queries`: lists the school's questions, or answers one as a table."""

import argparse
import sys

from rich.console import Console
from rich.table import Table

from common.commands import cli
from common.errors import UserError
from common.texts import for_terminal
from common.wording import counted
from queries import questions

UNFOLDED = 10_000  # columns


def main() -> None:
    """Parse the command line, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m queries", description=__doc__)
    parser.add_argument("name", nargs="?", metavar="NAME", help="question to ask (default: list)")
    parser.add_argument(
        "parameters", nargs="*", metavar="NAME=VALUE", help="parameters in place of their defaults"
    )
    parser.add_argument(
        "--engine", choices=questions.ENGINES, default="sql", help="default: %(default)s"
    )
    arguments = parser.parse_args()
    if arguments.name is None:
        _list()
        return
    asked = questions.question(arguments.name, arguments.engine)
    given = dict(_pair(text) for text in arguments.parameters)
    _print(asked, questions.ask(asked, given))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UserError(f"{text!r} is no parameter: write it as name=value")
    return name, value


def _list() -> None:
    for name in questions.names():
        engines = questions.engines(name)
        asked = questions.question(name, engines[0])
        print(f"{name} ({', '.join(engines)})\n    {asked.title}")
        for key, value in asked.defaults.items():
            print(f"    {key}={value}")


def _print(asked: questions.Question, answer: questions.Answer) -> None:
    table = Table(*answer.columns, box=None, pad_edge=False)
    for row in answer.rows:
        table.add_row(*("" if value is None else for_terminal(str(value)) for value in row))
    # In a file or a pipe, no row is folded to fit a screen.
    width = None if sys.stdout.isatty() else UNFOLDED
    console = Console(color_system=None, highlight=False, markup=False, width=width)
    with console.capture() as printed:
        console.print(asked.title)
        console.print(table)
    print(printed.get(), end="")
    print(f"({counted(len(answer.rows), 'row')})")


if __name__ == "__main__":
    cli.run(main)
