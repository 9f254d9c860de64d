"""`python -m backup`: keeps what cannot be made again, and gives it back."""

import argparse
from functools import partial
from pathlib import Path

from backup.create import create
from backup.keeping import backups, read
from backup.restore import held, restore
from common.commands import cli
from common.errors import UserError
from common.folders import REPOSITORY, short
from common.servers.connection_errors import told_in_a_line

FOLDER = REPOSITORY / "backups"
KEEP = 7

DESCRIPTION = """\
Back up what cannot be made again: what was landed, the history of states, findings, keys, and
school.yml; or restore it into this project, new or running, make the rest again, and compare."""

EPILOG = """\
Not in a backup, because it is made again: marts, graph, dashboard, reports. Not in a backup and not
made again: profiles.yml with its passwords, and what is changed in the project's own files.

exit codes: 0 done; 1 not confirmed, or what was made again differs; 2 a problem, said in one line

`python -m backup COMMAND --help` tells the options of a command."""


def main() -> int:
    """Parse the command line, run one command."""
    arguments = _parser().parse_args()
    with told_in_a_line("`make up` or `python -m common roles`, then run the same again"):
        return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.command == "create":
        made, dropped = create(arguments.to, arguments.keep)
        print(f"{short(made)}: {read(made).loads} loads; only you can read it")
        if dropped:
            print(f"dropped the oldest: {dropped}; {arguments.keep} are kept")
        return 0
    folder = arguments.folder or _newest()
    in_backup, loads = read(folder), held()
    if loads and not arguments.yes and not _is_confirmed(folder, loads, in_backup.loads):
        print("nothing was restored")
        return 1
    return 0 if restore(folder, partial(print, flush=True)) else 1


def _newest() -> Path:
    found = backups(FOLDER)
    if not found:
        raise UserError(f"there is no backup in {short(FOLDER)}: name the folder of one")
    return found[-1]


def _is_confirmed(folder: Path, loads: int, in_backup: int) -> bool:
    question = f"Replace the {loads} loads that are landed by the {in_backup} of {short(folder)}?"
    return cli.confirmed(question, "replace what is landed")


def _parser() -> argparse.ArgumentParser:
    parser = cli.parser("backup", DESCRIPTION, EPILOG)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    text = "back up into a new folder, and drop the oldest"
    command = commands.add_parser("create", help=text, description=text)
    command.add_argument(
        "--to", type=Path, default=FOLDER, metavar="FOLDER", help="where backups are (backups/)"
    )
    command.add_argument(
        "--keep", type=_number, default=KEEP, metavar="N", help="how many (default %(default)s)"
    )
    text = "put a backup in the place of what is landed, make the rest again, compare"
    command = commands.add_parser("restore", help=text, description=text)
    command.add_argument("folder", type=Path, nargs="?", help="of a backup (the newest)")
    command.add_argument("--yes", action="store_true", help="replace what is landed without asking")
    return parser


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


if __name__ == "__main__":
    cli.run(main)
