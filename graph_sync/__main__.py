"""`python -m graph_sync`: makes the graph equal to the mart, and says whether it is."""

import argparse
from pathlib import Path

from common.commands import cli
from common.commands.progress import TerminalProgress
from common.servers.settings import neo4j_settings
from graph_sync.document import draw, write_page
from graph_sync.export.import_command import instructions
from graph_sync.guard import DELETE_FRACTION
from graph_sync.insights.findings import fill
from graph_sync.plan import Plan
from graph_sync.sync import Options, Result, check, export_to, status, sync

DESCRIPTION = """\
Keep the attendance graph in Neo4j equal to the marts in PostgreSQL.

The marts students, sessions and attendance are the truth; the graph is made equal to them,
deletes included. What is not the project's own in the database is left alone."""

EPILOG = """\
Both servers are those of profiles.yml, in the project's folder or the one that DBT_PROFILES_DIR
names. When NEO4J_URI is set, it and NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE win.
A sync that would delete more than a tenth of the graph stops before it deletes anything, and says
how to allow it. One sync runs at a time; what a killed one leaves, the next one repairs.

exit codes: 0 equal; 1 (check) graph and mart differ; 2 a problem, said in one line

`python -m graph_sync COMMAND --help` lists the options of a command."""

# Differences of each kind that `check` lists.
LISTED = 10


def main() -> int:
    """Parse the command line, run one command, print what came of it."""
    arguments = _parser().parse_args()
    return int(arguments.command(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = cli.parser("graph_sync", DESCRIPTION, EPILOG)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    text = "make the graph equal to the mart, deletes included, and prove it"
    command = commands.add_parser("sync", help=text, description=text)
    command.add_argument("--dry-run", action="store_true", help="compare and say what would change")
    command.add_argument(
        "--full", action="store_true", help="compare even where nothing seems to have changed"
    )
    command.add_argument(
        "--allow-delete-fraction",
        type=_fraction,
        default=DELETE_FRACTION,
        metavar="SHARE",
        help="share of the graph that may go, 0 to 1 (default %(default)s)",
    )
    command.set_defaults(command=_sync)

    text = "compare every value of graph and mart; exit code 1 when they differ"
    commands.add_parser("check", help=text, description=text).set_defaults(command=_check)

    text = "ask the graph who sits with whom, and fill the mart graph_insights for dashboards"
    commands.add_parser("insights", help=text, description=text).set_defaults(command=_insights)

    text = "say what the graph holds and how the last sync went"
    commands.add_parser("status", help=text, description=text).set_defaults(command=_status)

    text = (
        "write the marts as files for neo4j-admin's import, a bulk first load; print how to run it"
    )
    command = commands.add_parser("export", help=text, description=text)
    command.add_argument("folder", type=Path, metavar="FOLDER", help="where to; made if missing")
    command.set_defaults(command=_export)

    text = "write the model's picture and its table in docs/graph_model.md"
    commands.add_parser("model", help=text, description=text).set_defaults(command=_model)
    return parser


def _fraction(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("a share from 0 to 1, such as 0.25")
    return share


def _sync(arguments: argparse.Namespace) -> int:
    options = Options(arguments.dry_run, arguments.full, arguments.allow_delete_fraction)
    result = sync(options, TerminalProgress())
    print("\n".join(result.plan.summary()))
    if options.dry_run:
        print("dry run: nothing was written")
        return 0
    print(_counts(result))
    print("graph equals mart: yes")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    result = check(TerminalProgress())
    plan: Plan = result.plan
    for line in plan.describe(LISTED):
        print(line)
    print(_counts(result))
    if plan.differences:
        print(
            f"graph equals mart: no, {plan.differences:,} differences; `make graph` repairs them, "
            "or says how when it would delete much"
        )
        return 1
    print("graph equals mart: yes")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    exported = export_to(arguments.folder, TerminalProgress())
    for name, rows in exported.rows.items():
        print(f"{exported.folder / name}.csv  {rows:,} rows")
    print("\n".join(instructions(exported, neo4j_settings())))
    return 0


def _insights(arguments: argparse.Namespace) -> int:
    for name, rows in fill(TerminalProgress()).items():
        print(f"{name:<24}{rows:>10,} rows")
    print("written: the mart graph_insights shows them")
    return 0


def _status(arguments: argparse.Namespace) -> int:
    print("\n".join(status()))
    return 0


def _model(arguments: argparse.Namespace) -> int:
    print(f"wrote {write_page()}")
    print(f"wrote {draw()}")
    return 0


def _counts(result: Result) -> str:
    counts = ", ".join(f"{count:,} {kind}" for kind, count in result.counts.items())
    return f"mart: {counts}"


if __name__ == "__main__":
    cli.run(main)
