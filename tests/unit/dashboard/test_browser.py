"""The page is shown to a person, and only to one."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import pathlib, sys
from common.commands.browser import show
show(pathlib.Path(sys.argv[1]).as_uri())
"""


@pytest.mark.parametrize("is_person", [True, False])
def test_a_page_opens_where_somebody_sits_before_a_screen(tmp_path: Path, is_person: bool) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\nprintf %s \"$1\" > '{opened}'\n", "utf-8")
    browser.chmod(0o755)
    terminal, other_end = pty.openpty()
    subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path / "a page.html")],
        stdout=other_end if is_person else subprocess.DEVNULL,
        env={**os.environ, "BROWSER": f"{browser} %s"},
        check=True,
    )
    os.close(other_end)
    os.close(terminal)
    assert opened.exists() == is_person
    if is_person:
        assert opened.read_text("utf-8") == (tmp_path / "a page.html").as_uri()
