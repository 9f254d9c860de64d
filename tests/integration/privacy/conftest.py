"""A school with one person more, whose name, address and birth date nobody else has."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from common.folders import REPOSITORY
from tests.integration.dashboard.looks import unpacked

SAMPLE = REPOSITORY / "data" / "sample"


@dataclass(frozen=True)
class Somebody:
    """One person, with all that no file may hold any longer."""

    student_id: str = "0099887"
    # Too long to be packed by the graph's store, so that its bytes are those of the text.
    name: str = "Zébulon Quirinal Ordinaire de la Roche-Guyon"
    email: str = "zebulon.quirinal@example.org"
    born: str = "1971-08-23"
    phone: str = "+216 61 987 123"

    @property
    def needles(self) -> list[bytes]:
        """What to look for in files."""
        return [
            "Zébulon Quirinal".encode(),
            b"quirinal",
            b"zebulon.quirinal",
            b"ZEBULON.QUIRINAL",
            self.born.encode(),
            self.phone.encode(),
            self.phone.replace(" ", "").encode(),
        ]


def holding(needles: list[bytes], folders: Iterable[Path]) -> set[Path]:
    """Files in these folders, or these files, in which any of the needles is."""
    found = set()
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            try:
                content = path.read_bytes()
            except (IsADirectoryError, FileNotFoundError):
                # A running server puts files away while they are looked through.
                continue
            if path.suffix == ".html":
                content += unpacked(content.decode("utf-8", "replace")).encode()
            if any(needle in content for needle in needles):
                found.add(path)
    return found


@pytest.fixture(scope="session")
def somebody() -> Somebody:
    return Somebody()


@pytest.fixture
def exports(tmp_path: Path, somebody: Somebody) -> Path:
    """The sample with this person at the end of each file; rejected records of theirs, too."""
    folder = tmp_path / "exports"
    shutil.copytree(SAMPLE, folder)
    one = somebody
    _add(folder / "students.csv", f"{one.student_id},{one.name},{one.email.upper()},{one.phone}")
    _add(folder / "students.csv", f"{one.student_id},{one.name},{one.email},,surplus")
    for session in ("S000003", "S000012", "S000013"):
        _add(folder / "attendance.csv", f"{one.student_id},{session},Present")
    _add(folder / "attendance.csv", f"{one.student_id},S000014")
    _add(folder / "calls.csv", f"{one.student_id},2026-11-10,reached,asks for the evening")
    start = "2026-09-01,2026-12-01,40.00%,FALSE,,PhD"
    head = "September,Full-Stack JavaScript,Abidjan Plateau,Côte d'Ivoire,ABJ-FS-01,W1"
    teacher = "Amenan Koné,amenan.kone.t1@example.org"
    who = f"{one.name},Female,{teacher}"
    _add(folder / "subscriptions.csv", f"{head},{who},{start},{one.born},3,Retail,,,,")
    _add(folder / "subscriptions.csv", f"{head},{who},{start},{one.born},3,Retail,,{one.email}")
    return folder


def _add(file: Path, line: str) -> None:
    end = b"\r\n" if file.read_bytes().endswith(b"\r\n") else b"\n"
    with file.open("ab") as out:
        out.write(line.encode() + end)
