"""The generator's promises: the same bytes, exact sizes, clean files, and errors in one line."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.generator.dirt import SizeError
from data.generator.draws import Draws, Weighted
from data.generator.files import FolderError, Request, write_files
from data.generator.people import FAMILY, GIVEN, full_name, mailbox
from tests.unit.data.planted import ids_of
from tests.unit.data.recount import copies, parse

ROOT = Path(__file__).parents[3]
SMALL = Request(students=240, sessions=40, attendances=900, subscriptions=600)


def run_command(*arguments: str, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "data.generator", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_bytes_depend_on_the_arguments_alone(tmp_path: Path) -> None:
    sizes = ("--students", "240", "--sessions", "40", "--attendances", "900")
    for place, (hash_seed, seed) in enumerate((("1", "7"), ("2", "7"), ("2", "8"))):
        out = str(tmp_path / str(place))
        run = run_command(*sizes, "--out", out, "--seed", seed, hash_seed=hash_seed)
        assert run.returncode == 0, run.stderr
    first, again, other = (contents(tmp_path / str(place)) for place in range(3))
    assert first == again
    assert {name for name in first if first[name] == other[name]} == {"school.yml"}


def test_clean_files_hold_no_dirt(tmp_path: Path) -> None:
    list(write_files(Request(300, 40, 1_200, 800, dirty=False), tmp_path))
    files = {path.stem: parse(path) for path in tmp_path.glob("*.csv")}
    calls = files.pop("calls")
    assert {row["outcome"] for row in calls.records} == {"reached", "no answer", "wrong number"}
    assert {name: len(parsed.records) for name, parsed in files.items()} == {
        "students": 300,
        "sessions": 40,
        "attendance": 1_200,
        "subscriptions": 800,
    }
    assert not any(copies(files[name].records) for name in ("students", "sessions", "attendance"))
    students = ids_of(files["students"], "student_id")
    sessions = ids_of(files["sessions"], "session_id")
    assert len(students) == 300
    assert len(sessions) == 40
    assert ids_of(files["attendance"], "student_id") <= students
    assert ids_of(files["attendance"], "session_id") <= sessions
    values = {
        value for parsed in files.values() for row in parsed.records for value in row.values()
    }
    assert "null" not in values
    assert all(value == " ".join(value.split()) for value in values)


@pytest.mark.parametrize("share", [0.01, 0.1])
def test_the_bad_share_sets_the_number_of_broken_lines(tmp_path: Path, share: float) -> None:
    list(write_files(Request(300, 60, 4_000, 600, bad_share=share), tmp_path))
    parsed = parse(tmp_path / "attendance.csv")
    assert len(parsed.records) + parsed.broken.total() == 4_000
    assert parsed.broken.total() == pytest.approx(4_000 * share / 4, abs=1)


@settings(max_examples=40, deadline=None)
@given(
    students=st.integers(1, 150),
    sessions=st.integers(1, 40),
    share=st.floats(0, 0.5),
    subscriptions=st.integers(1, 400),
    seed=st.integers(0, 99),
)
def test_any_sizes_that_fit_are_met_exactly(
    tmp_path_factory: pytest.TempPathFactory,
    students: int,
    sessions: int,
    share: float,
    subscriptions: int,
    seed: int,
) -> None:
    if students * sessions < 2:
        return
    attendances = max(1, int(students * sessions * share))
    folder = tmp_path_factory.mktemp("sizes")
    request = Request(students, sessions, attendances, subscriptions, seed, dirty=False)
    *written, _ = [file.records for file in write_files(request, folder)]
    assert written == [students, sessions, attendances, subscriptions]
    assert copies(parse(folder / "attendance.csv").records) == 0


@pytest.mark.parametrize(
    "request_",
    [
        Request(students=100),
        Request(sessions=12),
        Request(attendances=400_000),
        Request(subscriptions=15),
    ],
)
def test_sizes_that_do_not_go_together_leave_the_old_files(
    tmp_path: Path, request_: Request
) -> None:
    list(write_files(SMALL, tmp_path))
    before = contents(tmp_path)
    with pytest.raises(SizeError):
        list(write_files(request_, tmp_path))
    assert contents(tmp_path) == before


def test_an_interrupted_run_leaves_the_old_files(tmp_path: Path) -> None:
    list(write_files(SMALL, tmp_path))
    before = contents(tmp_path)
    writing = write_files(Request(seed=99), tmp_path)
    next(writing)
    writing.close()  # type: ignore[attr-defined]
    assert contents(tmp_path) == before


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    with pytest.raises(FolderError, match="taken"):
        list(write_files(SMALL, taken))


@pytest.mark.parametrize(
    "wrong",
    [
        ("--students", "none"),
        ("--sessions", "0"),
        ("--bad-share", "0.9"),
        ("--as-of", "15.11.2026"),
        ("--students", "100"),
    ],
)
def test_the_command_ends_with_2_and_no_traceback(tmp_path: Path, wrong: tuple[str, str]) -> None:
    run = run_command("--out", str(tmp_path), *wrong)
    assert run.returncode == 2
    assert wrong[1] in run.stderr.splitlines()[-1]
    assert "Traceback" not in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_names_do_not_come_twice() -> None:
    for origin in GIVEN:
        pairs = len(GIVEN[origin].split()) * len(FAMILY[origin].split("|"))
        for turn in (0, 7, 123_456):
            names = {full_name(origin, rank, turn) for rank in range(3 * pairs)}
            assert len(names) == 3 * pairs, origin


def test_a_mailbox_is_plain_ascii() -> None:
    assert mailbox("Seán O'Brien") == "sean.obrien"
    assert mailbox("يوسف المنصوري") == ""


def test_weights_say_how_often_a_value_comes() -> None:
    values = Weighted(("a", 1), ("b", 2), ("c", 1))
    assert [values.at(fraction) for fraction in (0, 0.2499, 0.25, 0.7499, 0.75, 0.9999)] == [
        *"aabbcc"
    ]
    draws = Draws(1, "test")
    assert Counter(draws.weigh(values) for _ in range(4_000))["b"] == pytest.approx(2_000, abs=150)


def test_between_reaches_both_ends() -> None:
    draws = Draws(1, "ends")
    assert {draws.between(-1, 2) for _ in range(200)} == {-1, 0, 1, 2}
