"""`python -m common`: what is set up once, wherever the servers are."""

import argparse
import functools

from common.commands import cli
from common.commands.at_work import refuse_while_at_work
from common.folders import short
from common.java import jars, spark_home
from common.servers import setup

DESCRIPTION = """\
Make profiles.yml and the warehouse's roles, on whichever servers profiles.yml names."""

EPILOG = """\
environment variables:
  DBT_PROFILES_DIR   folder of profiles.yml, as for dbt (default: the project's folder)
  DBT_TARGET         PostgreSQL target to use instead of the one in profiles.yml, as for dbt

exit codes: 0 done; 2 a problem, said in one line"""


def _parser() -> argparse.ArgumentParser:
    parser = cli.parser("common", DESCRIPTION, EPILOG)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser(
        "setup",
        help="make profiles.yml from profiles.yml.example; one that exists gets what is new",
    )
    commands.add_parser(
        "roles", help="make the warehouse's roles, or mend them (`make up` does it where embedded)"
    )
    commands.add_parser(
        "spark", help="`make setup-spark` runs this: give the Spark installed its jars and settings"
    )
    commands.add_parser("idle", help="refuse, and say who it is, where a command is at work")
    commands.add_parser("lock", help="for maintainers: resolve the lock files of the jars again")
    return parser


def main() -> None:
    """Parse the arguments, do it, print."""
    say = functools.partial(print, flush=True)
    match _parser().parse_args().command:
        case "setup":
            setup.setup(say)
        case "roles":
            setup.put_roles_right(say)
        case "spark":
            say(f"Spark is ready, in {short(spark_home.prepare(say))}: docs/past_one_machine.md")
        case "idle":
            refuse_while_at_work()
        case "lock":
            for wanted in (jars.NEO4J, jars.POSTGRES_JDBC, jars.DELTA):
                say(f"common/java/{wanted.lock_file.name}: {wanted.write_lock()} jars")


if __name__ == "__main__":
    cli.run(main)
