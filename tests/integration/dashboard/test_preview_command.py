"""`python -m dashboard preview` without marts, and the pictures of the page."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from common.errors import UserError
from common.servers.connections import connect_postgres
from dashboard.__main__ import pictures
from dashboard.preview.pictures import WINDOWS, take_pictures
from tests.integration.in_process import Ended
from tests.integration.schemas import empty


def test_without_marts_one_line_says_what_to_do(warehouse: Path) -> None:
    with connect_postgres(autocommit=True) as connection:
        empty(connection, "marts")
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "preview"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: there are no marts yet: run `make load`, then `dbt build`\n"


@pytest.mark.slow
def test_the_first_screen_is_taken_on_a_phone_and_a_desktop(
    built_sample: Ended,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("dashboard.preview.pictures.IMAGES", tmp_path)
    # In a thread of its own, as the tests' browser is driven from this one.
    with ThreadPoolExecutor() as pool:
        assert pool.submit(pictures).result() == 0
    taken = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert taken == [tmp_path / f"first_screen_{name}.png" for name in WINDOWS]
    for path, (width, height) in zip(taken, WINDOWS.values(), strict=True):
        header = path.read_bytes()[:24]
        assert header.startswith(b"\x89PNG")
        size = [int.from_bytes(header[at : at + 4], "big") for at in (16, 20)]
        assert size[0] == 2 * width
        assert size[1] >= 2 * height


def test_without_chromium_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match=r"taken by Chromium.*apt-get install chromium"):
        list(take_pictures(tmp_path / "page.html", tmp_path))
