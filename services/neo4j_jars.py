"""Neo4j's jars: which ones, with their checksums, and how they come from Maven Central.

`neo4j.lock` names every jar, so that a start resolves nothing and takes nothing else. They are
kept once per person, not once per checkout.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from services.errors import UserError
from services.folders import cache_folder
from services.locks import exclusive

if TYPE_CHECKING:
    from jgo.maven import Artifact, MavenContext

VERSION = "5.26.30"
COORDINATES = (f"org.neo4j:neo4j:{VERSION}", f"org.neo4j.app:neo4j-server:{VERSION}")
LOCK_FILE = Path(__file__).with_name("neo4j.lock")
DOWNLOADS_AT_ONCE = 8
HTTP_SECONDS = 30
PROGRESS_STEPS = 5


@dataclass(frozen=True)
class Jar:
    """One line of the lock: `group:artifact:version[:classifier] sha256 bytes`."""

    coordinate: str
    sha256: str
    size: int

    @property
    def file_name(self) -> str:
        """The jar's name in the cache, unique also where two groups use one artifact name."""
        return self.coordinate.replace(":", "_") + ".jar"


def target_folder() -> Path:
    """Where the jars are kept, fetched or not."""
    return cache_folder() / f"neo4j-{VERSION}"


def folder(say: Callable[[str], None]) -> Path:
    """Folder that holds exactly the jars of the lock; fetches what is missing.

    A jar gets its name there only when it is whole and has its checksum, so a download that was
    killed goes on where it ended. Raises `UserError` when Maven Central cannot be reached.
    """
    jars = _read_lock()
    target = target_folder()
    target.mkdir(exist_ok=True)
    # Another checkout may be fetching the same jars.
    with exclusive(target / "lock", say):
        for stray in {path.name for path in target.glob("*.jar")} - {jar.file_name for jar in jars}:
            (target / stray).unlink(missing_ok=True)
        missing = [jar for jar in jars if not _is_whole(target / jar.file_name, jar)]
        if missing:
            _fetch_all(missing, target, say)
    return target


def write_lock() -> int:
    """Resolve the coordinates anew and write the lock; returns the number of jars."""
    side = _side_folder(cache_folder())
    try:
        context = _maven(side)
        wanted = [context.create_dependency(coordinate) for coordinate in COORDINATES]
        chosen, further = context.resolver.resolve(wanted)
        artifacts = [found.artifact for found in (*chosen, *further)]
        with ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
            jars = sorted(pool.map(_locked, artifacts), key=lambda jar: jar.coordinate)
    except (RuntimeError, OSError) as error:
        raise _unreachable(error) from None
    finally:
        shutil.rmtree(side, ignore_errors=True)
    lines = [f"{jar.coordinate} {jar.sha256} {jar.size}" for jar in jars]
    LOCK_FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(jars)


def _read_lock() -> list[Jar]:
    lines = LOCK_FILE.read_text(encoding="utf-8").splitlines()
    return [Jar(name, sha256, int(size)) for name, sha256, size in map(str.split, lines)]


def _locked(artifact: Artifact) -> Jar:
    content = artifact.resolve().read_bytes()
    parts = [artifact.groupId, artifact.artifactId, artifact.version, artifact.classifier]
    coordinate = ":".join(filter(None, parts))
    return Jar(coordinate, hashlib.sha256(content).hexdigest(), len(content))


def _is_whole(path: Path, jar: Jar) -> bool:
    # Checked against its sha256 when it got its name; the size notices a disk that was full.
    return path.exists() and path.stat().st_size == jar.size


def _fetch_all(jars: list[Jar], target: Path, say: Callable[[str], None]) -> None:
    megabytes = sum(jar.size for jar in jars) / 1e6
    say(f"Neo4j {VERSION}: fetching {len(jars)} jars ({megabytes:.0f} MB) from Maven Central …")
    side = _side_folder(target)
    context = _maven(side)
    try:
        with ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
            fetched = pool.map(lambda jar: _fetch(context, jar, target), jars)
            for number, _ in enumerate(fetched, start=1):
                if number * PROGRESS_STEPS // len(jars) > (number - 1) * PROGRESS_STEPS // len(
                    jars
                ):
                    say(f"Neo4j {VERSION}: {number} of {len(jars)} jars")
    except (RuntimeError, OSError) as error:
        raise _unreachable(error) from None
    finally:
        shutil.rmtree(side, ignore_errors=True)


def _fetch(context: MavenContext, jar: Jar, target: Path) -> None:
    group, artifact, version, *classifier = jar.coordinate.split(":")
    component = context.project(group, artifact).at_version(version)
    file = component.artifact(*classifier).resolve()
    if hashlib.sha256(file.read_bytes()).hexdigest() != jar.sha256:
        raise UserError(
            f"Maven Central sent another {jar.coordinate} than the one that {LOCK_FILE.name} "
            f"names: try again; if it stays so, do not use it"
        )
    file.replace(target / jar.file_name)


def _maven(repository: Path) -> MavenContext:
    # Imported here: a start whose jars are there need not wait for it.
    from jgo.maven import MavenContext

    return MavenContext(repo_cache=repository, timeout=HTTP_SECONDS)


def _side_folder(parent: Path) -> Path:
    """A new folder for this attempt, those of killed attempts removed."""
    for old in parent.glob("unfinished-*"):
        shutil.rmtree(old, ignore_errors=True)
    side = parent / f"unfinished-{secrets.token_hex(4)}"
    side.mkdir()
    return side


def _unreachable(error: Exception) -> UserError:
    return UserError(
        f"Neo4j's jars could not be fetched from Maven Central ({type(error).__name__}): check the "
        f"network and run the command again, it goes on where it ended"
    )
