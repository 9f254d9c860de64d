"""Java programs' jars: which ones, with their checksums, and how they come from Maven Central.

A lock file names every jar of a program, so that a start resolves nothing and takes nothing else.
They are kept once per person, not once per checkout.
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

from common.errors import UserError
from common.folders import cache_folder
from common.servers.locks import exclusive

if TYPE_CHECKING:
    from jgo.maven import Artifact, MavenContext

DOWNLOADS_AT_ONCE = 8
READ_AT_ONCE = 4
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


@dataclass(frozen=True)
class JarSet:
    """All jars of one program in one version, as its lock file names them."""

    title: str
    version: str
    coordinates: tuple[str, ...]
    lock_file: Path
    # The jars of this group alone are locked: the program that loads them brings all else.
    only_group: str = ""

    def jars(self) -> list[Jar]:
        """Read the lock."""
        lines = self.lock_file.read_text(encoding="utf-8").splitlines()
        return [Jar(name, sha256, int(size)) for name, sha256, size in map(str.split, lines)]

    def target_folder(self) -> Path:
        """Where the jars are kept, fetched or not."""
        return cache_folder() / f"{self.title.lower().replace(' ', '-')}-{self.version}"

    def folder(self, say: Callable[[str], None]) -> Path:
        """Folder that holds exactly the jars of the lock; fetches what is missing or was changed.

        Their checksums are computed each time: whoever changes a jar runs code as us. A jar gets
        its name there only when it is whole and has its checksum, so a download that was killed
        goes on where it ended. Raises `UserError` when Maven Central cannot be reached.
        """
        jars = self.jars()
        target = self.target_folder()
        target.mkdir(exist_ok=True)
        # Another checkout may be fetching the same jars.
        with exclusive(target / "lock", say):
            for stray in {path.name for path in target.glob("*.jar")} - {j.file_name for j in jars}:
                (target / stray).unlink(missing_ok=True)
            with ThreadPoolExecutor(READ_AT_ONCE) as pool:
                whole = pool.map(lambda jar: _is_whole(target / jar.file_name, jar), jars)
                missing = [jar for jar, is_whole in zip(jars, whole, strict=True) if not is_whole]
            if missing:
                self._fetch_all(missing, target, say)
        return target

    def write_lock(self) -> int:
        """Resolve the coordinates again and write the lock; returns the number of jars."""
        side = _side_folder(cache_folder())
        try:
            context = _maven(side)
            wanted = [context.create_dependency(coordinate) for coordinate in self.coordinates]
            chosen, further = context.resolver.resolve(wanted)
            found = [each.artifact for each in (*chosen, *further)]
            artifacts = [a for a in found if self.only_group in ("", a.groupId)]
            with ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
                jars = sorted(pool.map(_locked, artifacts), key=lambda jar: jar.coordinate)
        except (RuntimeError, OSError) as error:
            raise self._unreachable(error) from None
        finally:
            shutil.rmtree(side, ignore_errors=True)
        lines = [f"{jar.coordinate} {jar.sha256} {jar.size}" for jar in jars]
        self.lock_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return len(jars)

    def _fetch_all(self, jars: list[Jar], target: Path, say: Callable[[str], None]) -> None:
        name = f"{self.title} {self.version}"
        megabytes = sum(jar.size for jar in jars) / 1e6
        say(f"{name}: fetching {len(jars)} jars ({megabytes:.0f} MB) from Maven Central …")
        side = _side_folder(target)
        context = _maven(side)
        try:
            with ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
                fetched = pool.map(lambda jar: self._fetch(context, jar, target), jars)
                for number, _ in enumerate(fetched, start=1):
                    steps, before = (n * PROGRESS_STEPS // len(jars) for n in (number, number - 1))
                    if steps > before:
                        say(f"{name}: {number} of {len(jars)} jars")
        except (RuntimeError, OSError) as error:
            raise self._unreachable(error) from None
        finally:
            shutil.rmtree(side, ignore_errors=True)

    def _fetch(self, context: MavenContext, jar: Jar, target: Path) -> None:
        group, artifact, version, *classifier = jar.coordinate.split(":")
        component = context.project(group, artifact).at_version(version)
        file = component.artifact(*classifier).resolve()
        if hashlib.sha256(file.read_bytes()).hexdigest() != jar.sha256:
            raise UserError(
                f"Maven Central sent another {jar.coordinate} than the one that "
                f"{self.lock_file.name} names: try again; if it stays so, do not use it"
            )
        file.replace(target / jar.file_name)

    def _unreachable(self, error: Exception) -> UserError:
        name = type(error).__name__
        mend = "check the network and run the command again, it goes on where it ended"
        if name == "SSLError":
            mend = (
                "its certificate is not trusted here: where the network has a CA of its own, "
                "export REQUESTS_CA_BUNDLE=/path/to/ca.pem"
            )
        return UserError(
            f"the jars of {self.title} could not be fetched from Maven Central ({name}): {mend}"
        )


NEO4J = JarSet(
    title="Neo4j",
    version="5.26.30",
    coordinates=("org.neo4j:neo4j:5.26.30", "org.neo4j.app:neo4j-server:5.26.30"),
    lock_file=Path(__file__).with_name("neo4j.lock"),
)
POSTGRES_JDBC = JarSet(
    title="PostgreSQL JDBC driver",
    version="42.7.14",
    coordinates=("org.postgresql:postgresql:42.7.14",),
    lock_file=Path(__file__).with_name("postgres_jdbc.lock"),
)
DELTA = JarSet(
    title="Delta Lake",
    version="4.4.0",
    coordinates=("io.delta:delta-spark_4.2_2.13:4.4.0",),
    lock_file=Path(__file__).with_name("delta.lock"),
    only_group="io.delta",
)


def _locked(artifact: Artifact) -> Jar:
    content = artifact.resolve().read_bytes()
    parts = [artifact.groupId, artifact.artifactId, artifact.version, artifact.classifier]
    coordinate = ":".join(filter(None, parts))
    return Jar(coordinate, hashlib.sha256(content).hexdigest(), len(content))


def _is_whole(path: Path, jar: Jar) -> bool:
    if not path.is_file() or path.stat().st_size != jar.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256


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
