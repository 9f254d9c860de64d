"""The embedded PostgreSQL's data: where it is, how it is made, how its password is set."""

import hashlib
import os
import re
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from common.errors import UserError
from common.folders import PRODUCT, services_folder
from common.servers import identity
from services import os_user, processes
from services.os_user import OsUser
from services.postgres_binaries import binaries

# Root's servers keep their data here: a folder that the server's user can reach.
SHARED = Path("/var/lib") / PRODUCT

# Written to postgresql.conf when the data is made. No replicas: the shortest log of changes, so
# that a load writes its rows once. No unix socket: its path would be too long in a deep folder.
# Nothing of a row goes to the server's log. fsync stays on.
CONFIGURATION = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    # pragma: allowlist nextline secret
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


@dataclass(frozen=True)
class Cluster:
    """One embedded PostgreSQL: its folder, log, the user who runs it and its programs' folder."""

    folder: Path
    log: Path
    user: OsUser
    programs: Path

    @property
    def data(self) -> Path:
        """The data directory; if it exists it is complete."""
        return self.folder / "data"


def data_folder() -> Path:
    """Folder of the embedded PostgreSQL, beside profiles.yml, or for root one of its own."""
    services = services_folder()
    if not os_user.is_root():
        return services / "postgres"
    project = re.sub(r"[^A-Za-z0-9_-]+", "-", services.parent.name).strip("-") or "project"
    key = identity.key()
    if key is None:
        # As it was before a project had a name for its data.
        return SHARED / f"{project}-{_digest(services)}" / "postgres"
    found = [folder for folder in SHARED.glob(f"*-{key}") if folder.is_dir()]
    return (found[0] if found else SHARED / f"{project}-{key}") / "postgres"


def settle() -> None:
    """Note which project the data here belongs to, before its servers are started.

    Raises `UserError` where the data was copied while the server wrote it.
    """
    key = identity.key()
    services = services_folder()
    if identity.is_copied() and (services / "postgres/data/postmaster.pid").exists():
        raise UserError(
            f"{services} was copied while its PostgreSQL ran, or after it was killed, so what it "
            "holds may be torn: copy the project again after `make down`, or begin empty with "
            "`make reset up`"
        )
    had_data = identity.noted() is None and (services / "postgres.log").exists()
    identity.note(key or (_digest(services) if had_data else identity.new_key()))


def _digest(services: Path) -> str:
    return hashlib.sha256(os.fsencode(services)).hexdigest()[:12]


def cluster() -> Cluster:
    """The embedded PostgreSQL of the profiles.yml in use, its folders made."""
    user = os_user.server_user()
    folder = data_folder()
    try:
        if os_user.is_root():
            SHARED.mkdir(exist_ok=True)
            SHARED.chmod(0o755)  # whatever the umask: the server's user passes through it
            _own_folder(folder.parent, user)
        _own_folder(folder, user)
    except OSError as error:
        raise UserError(f"cannot make {folder}: {error.strerror}") from None
    log = services_folder() / "postgres.log"
    return Cluster(folder, log, user, binaries(user, SHARED))


def _own_folder(folder: Path, user: OsUser) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700)
        os.chown(folder, user.uid, user.gid)


def create(cluster: Cluster, name: str, password: str) -> None:
    """Make the data with one superuser `name`; a killed attempt leaves nothing that counts.

    Raises `UserError` when initdb fails.
    """
    remove_unfinished(cluster)
    side = cluster.folder / f"unfinished-{secrets.token_hex(4)}"
    _own_folder(side, cluster.user)
    password_file = side / "password"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(password_file, flags, 0o600), "w", encoding="utf-8") as file:
        os.fchown(file.fileno(), cluster.user.uid, cluster.user.gid)
        file.write(password)
    # C.UTF-8 out of PostgreSQL itself: names need Unicode's case rules, whatever locales the
    # system has, and the same order on every machine.
    made = subprocess.run(
        [str(cluster.programs / "initdb"), "--pgdata", str(side / "data")]
        + ["--username", name, "--pwfile", str(password_file), "--auth", "scram-sha-256"]
        + ["--encoding", "UTF8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        + ["--locale", "C", "--no-instructions"]
        + [f"--set={key}={value}" for key, value in CONFIGURATION.items()],
        capture_output=True,
        text=True,
        check=False,
        cwd=cluster.folder,
        env=processes.plain_environment(),
        **cluster.user.identity,
    )
    if made.returncode:
        reason = next(iter(made.stderr.strip().splitlines()[-1:]), "no reason given")
        raise UserError(f"PostgreSQL's data could not be made in {cluster.folder}: {reason}")
    (side / "data").rename(cluster.data)
    remove_unfinished(cluster)


def remove_unfinished(cluster: Cluster) -> None:
    """Remove what a killed `create` left, the initdb that may still be at work included."""
    for side in cluster.folder.glob("unfinished-*"):

        def works_there(command: list[str], data: str = str(side / "data")) -> bool:
            return data in command

        processes.kill(processes.find(cluster.user.uid, works_there))
        shutil.rmtree(side, ignore_errors=True)


def set_password(cluster: Cluster, name: str, password: str) -> None:
    """Give the superuser `name` this password, made if missing; the server must be stopped.

    PostgreSQL's single-user mode asks for no password: who may read the data may do this. The
    statements go through a pipe, so that no list of processes shows the password.
    """
    role = '"' + name.replace('"', '""') + '"'
    literal = "'" + password.replace("'", "''") + "'"
    subprocess.run(
        [str(cluster.programs / "postgres"), "--single", "-D", str(cluster.data), "-j", "postgres"],
        input=f"create role {role};\n\nalter role {role} superuser login password {literal};\n\n",
        capture_output=True,
        text=True,
        check=False,
        cwd=cluster.folder,
        env=processes.plain_environment(),
        **cluster.user.identity,
    )
