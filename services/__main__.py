"""`python -m services`: the servers on this machine."""

import argparse
import functools

from common.commands import cli
from services import servers

DESCRIPTION = """\
Run the project's own PostgreSQL and Neo4j on this machine, or check those it is pointed at.

profiles.yml says which servers are used; both dbt and the Python tools read it. Its target
`embedded` means servers that this command starts: real ones, on 127.0.0.1 only, with generated
passwords. Every other target means a server that somebody else runs: it is only checked."""

EPILOG = """\
Data and logs are in .services/ beside profiles.yml. PostgreSQL does not run as root: started by
root it runs as the user student-session-analytics, with its data in
/var/lib/student-session-analytics/. Neo4j's programs are fetched once from Maven Central to
~/.cache/student-session-analytics/.

environment variables:
  DBT_PROFILES_DIR   folder of profiles.yml, as for dbt (default: the project's folder)
  DBT_TARGET         PostgreSQL target to use instead of the one in profiles.yml, as for dbt
  NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE
                     when NEO4J_URI is set: this Neo4j instead of the one in profiles.yml
  XDG_CACHE_HOME     where Neo4j's programs are kept (default: ~/.cache)

exit codes: 0 done; 1 (status) a server does not answer; 2 a problem, said in one line"""


def _parser() -> argparse.ArgumentParser:
    parser = cli.parser("services", DESCRIPTION, EPILOG)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, text in (
        ("up", "start the embedded servers, or find them running; check the others"),
        ("down", "stop the embedded servers; their data stays"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument(
            "server",
            nargs="?",
            choices=sorted(servers.SERVICES),
            help="only this one (default: both)",
        )
    commands.add_parser("status", help="say which servers answer, where, and where their data is")
    commands.add_parser("clean", help="stop the embedded servers and REMOVE ALL THEIR DATA")
    return parser


def main() -> int:
    """Parse the arguments, do it, print."""
    arguments = _parser().parse_args()
    say = functools.partial(print, flush=True)
    match arguments.command:
        case "up" | "down":
            names = [arguments.server] if arguments.server else list(servers.SERVICES)
            (servers.up if arguments.command == "up" else servers.down)(names, say)
        case "status":
            return 0 if servers.status(say) else 1
        case "clean":
            servers.clean(say)
    return 0


if __name__ == "__main__":
    cli.run(main)
