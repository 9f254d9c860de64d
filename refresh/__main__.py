"""`python -m refresh`: brings everything up to date, step by step."""

import argparse
from pathlib import Path

from common import spark
from common.commands import cli
from common.folders import SAMPLE
from dashboard.data_report.report import write_report
from refresh.build.aside import build
from refresh.overdue import overdue
from refresh.whole import refresh, told, undo

DESCRIPTION = """\
Bring everything up to date: load the files of a folder, build and test the marts aside and publish
them, make the graph equal to them, draw the dashboard. The first step that fails ends it; what it
and the steps after it make stays as it was. Where nothing is new, nothing is built. In either case
a report of the data is written: refresh/report/index.html."""

EPILOG = """\
The servers are those of profiles.yml, in the project's folder or the one that DBT_PROFILES_DIR
names. One refresh, and one build, of a warehouse runs at a time: a second one says who is at work,
and ends.

exit codes: 0 done; 2 a problem, said in one line; 3 done, but somebody was not told of it
(docs/notify.md); else that of the step that failed

`python -m refresh COMMAND --help` tells the options of a command."""


def main() -> int:
    """Parse the command line, run one command."""
    arguments = _parser().parse_args()
    if arguments.command == "report":
        print(told(write_report()))
        return 0
    if arguments.command == "run":
        return refresh(arguments.folder, arguments.as_of, arguments.target, arguments.allow)
    if arguments.command == "undo":
        return undo(arguments.loads)
    if arguments.command == "overdue":
        return overdue()
    if arguments.target is None:
        return build()
    spark.enter()
    # Imported here: what it needs is in Spark's virtual environment alone.
    from refresh.spark.engine import SparkEngine

    return build(SparkEngine())


def _parser() -> argparse.ArgumentParser:
    parser = cli.parser("refresh", DESCRIPTION, EPILOG)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    text = "load, build, graph, dashboard; stop at the first that fails"
    run = commands.add_parser("run", help=text, description=text)
    run.add_argument(
        "folder", type=Path, nargs="?", default=SAMPLE, help="where the files are (data/sample)"
    )
    run.add_argument(
        "--as-of", metavar="DAY", help="the day on which they were exported, like 2026-11-15"
    )
    run.add_argument(
        "--allow",
        action="append",
        default=[],
        metavar="SOURCE.LIMIT",
        help="land a file this once although it breaks the limit, as the load that refused it says",
    )
    text = "take loads back, and make all as if they had never landed"
    back = commands.add_parser("undo", help=text, description=text)
    back.add_argument(
        "loads", type=int, nargs="+", metavar="LOAD", help="as `python -m loaders status` has it"
    )
    text = "build and test the marts aside; publish them when all tests passed"
    built = commands.add_parser("build", help=text, description=text)
    for command in (run, built):
        command.add_argument(
            "--target",
            choices=[spark.TARGET],
            help="land and build there, and publish into PostgreSQL",
        )
    text = "say, with exit code 2, where no refresh has ended well for too long; else nothing"
    commands.add_parser("overdue", help=text, description=text)
    text = "write the data report of the warehouse as it is"
    commands.add_parser("report", help=text, description=text)
    return parser


if __name__ == "__main__":
    cli.run(main)
